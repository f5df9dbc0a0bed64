import { framePromise } from '@jupyterlab/testing';

import type { IPlatformInfo, IRedactPlan } from '../../protocol/protocol';
import type { IChoices } from '../../redact/choices';
import { Preview } from '../../redact/preview';
import { previewDetails } from '../../redact/PreviewDetails';
import { confirmPreview } from '../../redact/previewDialog';
import { planOf, settled, trans, variableOf } from '../fixtures';

const CHOICES: IChoices = {
  store: 'auto',
  vault: '',
  envAt: 'notebook',
  load: true,
  folder: false
};

const COLAB: IPlatformInfo = {
  id: 'colab',
  title: 'Google Colab',
  store: 'Colab secrets',
  module: 'google.colab',
  vault: '',
  vault_title: '',
  steps: ['Open the key icon.', 'Add a secret for each name.'],
  keys: { KEY: 'KEY', OTHER: 'OTHER' }
};

const DATABRICKS: IPlatformInfo = {
  ...COLAB,
  id: 'databricks',
  store: 'Databricks secrets',
  module: '',
  vault: 'notebooks',
  vault_title: 'secret scope'
};

const TWO = [
  variableOf({ needed: true }),
  variableOf({ name: 'OTHER', fingerprint: 'f2', needed: false })
];

function planWith(platform: IPlatformInfo): IRedactPlan {
  return planOf({ variables: TWO, store_kind: platform.id, platform });
}

describe('a preview for the secret store of a platform', () => {
  let asked: IChoices[];
  let plan: IRedactPlan;
  let module: boolean | null;
  let values: () => Promise<Record<string, string>>;
  let preview: Preview;

  beforeEach(() => {
    asked = [];
    plan = planWith(COLAB);
    module = true;
    values = () => Promise.resolve({ KEY: 'the value' });
    preview = new Preview(
      CHOICES,
      choices => {
        asked.push(choices);
        return Promise.resolve({ plan, sources: [], values: [] });
      },
      () => Promise.resolve(module),
      trans,
      () => values()
    );
  });

  afterEach(() => {
    preview.dispose();
    document.body.replaceChildren();
  });

  it('begins with the store that the server decided on', async () => {
    await preview.refresh();
    expect(asked[0].store).toBe('auto');
    expect(preview.choices.store).toBe('colab');
    expect(preview.platform).toBe(COLAB);
    expect(preview.toEnter).toEqual([TWO[0]]);
  });

  it('is not ready before somebody said that the values are not lost', async () => {
    await preview.refresh();
    expect(preview.isReady).toBe(false);
    preview.confirm(true);
    expect(preview.isReady).toBe(true);
  });

  it('asks again where another name, or another store, is to be entered', async () => {
    jest.useFakeTimers();
    try {
      await preview.refresh();
      preview.confirm(true);
      preview.rename(TWO[0], 'MINE');
      await jest.advanceTimersByTimeAsync(1000);
      expect(preview.isReady).toBe(false);
      preview.confirm(true);
      preview.choose({ store: 'env' });
      await settled();
      expect(preview.isReady).toBe(true);
      preview.choose({ store: 'colab' });
      await settled();
      expect(preview.isReady).toBe(false);
    } finally {
      jest.useRealTimers();
    }
  });

  it('has nothing to confirm where no value is looked up', async () => {
    await preview.refresh();
    preview.switch([TWO[0]], false);
    await settled();
    expect(preview.mustConfirm).toBe(false);
    expect(preview.isReady).toBe(true);
  });

  it('copies the value of one variable, and keeps none', async () => {
    await preview.refresh();
    const written: string[] = [];
    await preview.copyValue(TWO[0], value => {
      written.push(value);
      return Promise.resolve();
    });
    expect(written).toEqual(['the value']);
    expect(preview.copied).toBe('f1');
    expect(JSON.stringify(preview.plan)).not.toContain('the value');
  });

  it('says so where a value cannot be copied', async () => {
    await preview.refresh();
    values = () => Promise.resolve({});
    await expect(
      preview.copyValue(TWO[0], () => Promise.resolve())
    ).rejects.toThrow();
    expect(preview.copied).toBe('');
  });

  it('knows a kernel that is none of the platform', async () => {
    module = false;
    await preview.refresh();
    expect(preview.isElsewhere).toBe(true);
    preview.choose({ store: 'env' });
    await settled();
    expect(preview.isElsewhere).toBe(false);
  });

  it('names the part of the store, once it can be one', async () => {
    jest.useFakeTimers();
    try {
      plan = planWith(DATABRICKS);
      await preview.refresh();
      expect(preview.vault).toBe('notebooks');
      preview.nameVault('a "b');
      await jest.advanceTimersByTimeAsync(1000);
      expect(preview.vaultProblem).not.toBe('');
      expect(asked).toHaveLength(1);
      preview.nameVault('team-a');
      await jest.advanceTimersByTimeAsync(1000);
      expect(asked[1].vault).toBe('team-a');
    } finally {
      jest.useRealTimers();
    }
  });

  it('shows what to enter, and says what is missing when it is accepted too early', async () => {
    HTMLElement.prototype.scrollIntoView = jest.fn();
    const apply = jest.fn(() => Promise.resolve());
    const done = confirmPreview({
      title: 'Replace?',
      apply,
      preview,
      details: () => previewDetails(preview, trans),
      trans
    });
    await settled();
    await framePromise();
    await framePromise();
    const form = document.querySelector('.ct-Store');
    expect(form?.textContent).toContain('What to enter in Colab secrets');
    expect(form?.textContent).toContain('Open the key icon.');
    expect(form?.querySelector('button')?.getAttribute('aria-label')).toContain(
      'Copy the value of KEY'
    );
    const accept = document.querySelector<HTMLElement>('.jp-mod-accept');
    accept?.click();
    await framePromise();
    expect(apply).not.toHaveBeenCalled();
    const box = document.querySelector<HTMLInputElement>('.ct-Store-confirm');
    expect(document.activeElement).toBe(box);
    box?.click();
    await framePromise();
    await framePromise();
    accept?.click();
    expect(await done).toBe(true);
    expect(apply).toHaveBeenCalledTimes(1);
  });
});
