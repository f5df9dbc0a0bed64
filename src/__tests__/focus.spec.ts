import { focusPanel } from '../panel/focus';

let panel: HTMLElement;
let editor: HTMLInputElement;

beforeEach(() => {
  document.body.innerHTML =
    '<input id="editor"><div id="panel">' +
    '<button role="tab" aria-selected="false">Secrets</button>' +
    '<button role="tab" aria-selected="true">Personal data</button>' +
    '<ul class="ct-List"></ul></div>';
  panel = document.getElementById('panel')!;
  editor = document.getElementById('editor') as HTMLInputElement;
});

const frame = () =>
  new Promise<void>(resolve => requestAnimationFrame(() => resolve()));

it('waits for the rows of the list', async () => {
  focusPanel(panel);
  await frame();
  panel.querySelector('.ct-List')!.innerHTML =
    '<li class="ct-List-item" tabindex="0">a finding</li>';
  await frame();
  await frame();

  expect(document.activeElement?.textContent).toBe('a finding');
});

it('goes to the chosen tab where there are no rows', async () => {
  focusPanel(panel, 1);
  await frame();
  await frame();

  expect(document.activeElement?.textContent).toBe('Personal data');
});

it('lets whoever began to type meanwhile go on', async () => {
  focusPanel(panel, 3);
  editor.focus();
  for (let n = 0; n < 6; n++) {
    await frame();
  }

  expect(document.activeElement).toBe(editor);
});
