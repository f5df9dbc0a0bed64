'use strict';
const form = document.querySelector('form');
const rows = [...document.querySelectorAll('tbody tr[data-severity]')];
const shown = document.getElementById('shown');
function update() {
  const severities = new Set(
    [...form.querySelectorAll('[name=severity]:checked')].map(box => box.value)
  );
  const words = form.elements.text.value
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean);
  const folder = form.elements.folder.value;
  let count = 0;
  for (const row of rows) {
    const text = row.textContent.toLowerCase();
    row.hidden =
      !severities.has(row.dataset.severity) ||
      (row.dataset.off === 'yes' && !form.elements.off.checked) ||
      (folder !== '' && row.dataset.folder !== folder) ||
      !words.every(word => text.includes(word));
    count += row.hidden ? 0 : 1;
  }
  shown.textContent = `${count} of ${rows.length} shown`;
}
form.hidden = false;
form.addEventListener('input', update);
form.addEventListener('submit', event => event.preventDefault());
update();
