import { Notification } from '@jupyterlab/apputils';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { Event } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';

import { NotebookFindings } from '../model/notebookFindings';
import type { IFinding, ISaveEvent } from '../protocol/protocol';
import { SAVE_SCHEMA } from '../protocol/protocol';
import { RequestError } from '../server/request';
import { SaveWatcher } from '../save/save';
import { DEFAULT_OPTIONS } from '../server/settings';
import type { ICtFindings, ICtSettings } from '../model/tokens';
import type { ICtOptions } from '../model/options';
import {
  cellAt,
  findingOf,
  notebookOf,
  settled,
  STATUS,
  StubClient,
  trans
} from './fixtures';

const PATH = 'a.ipynb';

describe('SaveWatcher', () => {
  const sender = {};
  let client: StubClient;
  let findings: NotebookFindings;
  let options: ICtOptions;
  let settingsChanged: Signal<ICtSettings, ICtOptions>;
  let stream: Signal<object, Event.Emission>;
  let saveState: Signal<object, string>;
  let settle: jest.Mock;
  let show: jest.Mock;

  function watch(): void {
    const panel = { context: { path: PATH, saveState } };
    const tracker = {
      forEach: (call: (panel: object) => void) => call(panel),
      widgetAdded: new Signal<object, object>(sender)
    };
    const settings = {
      get options() {
        return options;
      },
      changed: settingsChanged
    };
    const store = {
      settle,
      ofPath: (path: string) => (path === PATH ? findings : null)
    };
    new SaveWatcher(
      tracker as unknown as INotebookTracker,
      stream as unknown as Event.Stream,
      {
        client,
        findings: store as unknown as ICtFindings,
        settings: settings as unknown as ICtSettings,
        show,
        trans
      }
    );
  }

  function emit(prints: string[], changes: Partial<ISaveEvent> = {}): void {
    const saved = prints.map((fingerprint, index) => ({
      ...findingOf({ fingerprint, cell: index + 1 }),
      line: 1,
      column: 1
    }));
    stream.emit({
      schema_id: SAVE_SCHEMA,
      path: PATH,
      outcome: 'scanned',
      findings: saved,
      ...changes
    } as unknown as Event.Emission);
  }

  const messages = () =>
    Notification.manager.notifications.map(({ message }) => message);

  beforeEach(() => {
    jest.useFakeTimers();
    Notification.manager.dismiss();
    client = new StubClient();
    const notebook = notebookOf('x');
    findings = new NotebookFindings(notebook);
    findings.set(cellAt(notebook, 1), 'source', [findingOf()], [], 'xxx');
    options = DEFAULT_OPTIONS;
    settingsChanged = new Signal<ICtSettings, ICtOptions>({} as ICtSettings);
    stream = new Signal<object, Event.Emission>(sender);
    saveState = new Signal<object, string>({ path: PATH });
    settle = jest.fn(() => Promise.resolve());
    show = jest.fn();
  });

  afterEach(() => jest.useRealTimers());

  it('notifies once per new finding, not at each save', () => {
    watch();
    emit(['f1', 'f2']);
    expect(messages()).toEqual(['Saved with 2 secrets in cells 1, 2.']);
    emit(['f1', 'f2']);
    expect(messages()).toHaveLength(1);
    emit(['f1', 'f2', 'f3']);
    expect(messages()[0]).toBe('Saved with 1 secret in cell 3.');
  });

  it('tells of personal data that matters, of the kinds that are on', () => {
    const told = (weakness_id: string, more: Partial<IFinding> = {}) => ({
      ...findingOf({ weakness_id, fingerprint: weakness_id, ...more }),
      line: 1,
      column: 1
    });
    options = { ...DEFAULT_OPTIONS, personalKinds: { phone: false } };
    watch();
    const quiet = [told('pii.phone'), told('pii.email', { severity: 'low' })];
    emit([], { findings: quiet });
    expect(messages()).toEqual([]);
    emit([], { findings: [...quiet, told('pii.iban')] });
    expect(messages()).toEqual(['Saved with personal data in cell 1.']);
    emit([], { findings: [told('pii.passport'), told('secret.test.key')] });
    expect(messages()[0]).toBe(
      'Saved with 1 secret and personal data in cell 1.'
    );
  });

  it('does not call a line that may print something a secret', () => {
    const told = (weakness_id: string, more: Partial<IFinding> = {}) => ({
      ...findingOf({ weakness_id, fingerprint: weakness_id, ...more }),
      line: 1,
      column: 1
    });
    watch();
    emit([], {
      findings: [told('leak.printed-secret', { severity: 'low' })]
    });
    expect(messages()).toEqual([]);
    emit([], { findings: [told('leak.known-value', { severity: 'high' })] });
    expect(messages()).toEqual(['Saved with 1 secret in cell 1.']);
  });

  it('does not name every cell of a long list', () => {
    watch();
    emit(['1', '2', '3', '4', '5', '6', '7']);
    expect(messages()[0]).toContain('cells 1, 2, 3, 4, 5 and 2 more');
  });

  it('opens the panel from the notification', () => {
    watch();
    emit(['f1']);
    const [{ options: made }] = Notification.manager.notifications;
    made.actions?.[0].callback(new MouseEvent('click'));
    expect(show).toHaveBeenCalledWith(PATH);
  });

  it('leaves a refused save to the page that asked for it', () => {
    watch();
    emit(['f1'], { outcome: 'blocked' });
    expect(messages()).toEqual([]);
  });

  it('knows a notebook under collaboration by the path that the server has', () => {
    saveState = new Signal<object, string>({ path: `RTC:${PATH}` });
    watch();
    saveState.emit('started');
    emit([]);
    saveState.emit('completed');
    jest.advanceTimersByTime(5000);
    expect(messages()).toEqual([]);
  });

  it('minds only notebooks that are open here, and only its own events', () => {
    watch();
    emit(['f1'], { path: 'other.ipynb' });
    stream.emit({ schema_id: 'https://example.org/other' } as Event.Emission);
    expect(messages()).toEqual([]);
  });

  it('is quiet where notifications are switched off', () => {
    options = { ...DEFAULT_OPTIONS, notifications: false };
    watch();
    emit(['f1']);
    expect(messages()).toEqual([]);
  });

  it('looks for itself when the server tells nothing of a save', () => {
    watch();
    saveState.emit('completed');
    jest.advanceTimersByTime(2999);
    expect(messages()).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(messages()).toEqual(['Saved with 1 secret in cell 1.']);
  });

  it('leaves it to the event where one comes', () => {
    watch();
    saveState.emit('completed');
    emit([]);
    jest.advanceTimersByTime(5000);
    expect(messages()).toEqual([]);
  });

  it('does not wait for an event that came before the save was over', () => {
    watch();
    saveState.emit('started');
    emit([]);
    saveState.emit('completed');
    jest.advanceTimersByTime(5000);
    expect(messages()).toEqual([]);
  });

  it('tells the server of the mode at the start, when it changes and when it is back', () => {
    watch();
    expect(client.modes).toEqual(['warn']);
    options = { ...DEFAULT_OPTIONS, onSave: 'block' };
    settingsChanged.emit(options);
    settingsChanged.emit(options);
    expect(client.modes).toEqual(['warn', 'block']);
    client.connect('no-server');
    client.connect('ready');
    expect(client.modes).toEqual(['warn', 'block', 'block']);
  });

  it('leaves a mode alone that the administrator fixed, and says so when one tries', () => {
    const status = {
      ...STATUS,
      save_mode: 'block' as const,
      save_mode_locked: true
    };
    client.connection = { kind: 'ready', status, detail: '' };
    watch();
    expect(client.modes).toEqual([]);
    expect(messages()).toEqual([]);
    options = { ...DEFAULT_OPTIONS, onSave: 'off' };
    settingsChanged.emit(options);
    expect(client.modes).toEqual([]);
    expect(messages()[0]).toContain('administrator');
  });

  it('scans what is saved where nothing is scanned while one types', () => {
    options = { ...DEFAULT_OPTIONS, live: false };
    watch();
    saveState.emit('completed');
    expect(settle).toHaveBeenCalledWith(findings.notebook);
  });

  it('falls back to a warning where collaboration forbids blocking, and says so once', async () => {
    options = { ...DEFAULT_OPTIONS, onSave: 'block' };
    client.answerMode = mode =>
      mode === 'block'
        ? Promise.reject(
            new RequestError('Not with collaboration.', 409, 'collaboration')
          )
        : Promise.resolve(mode);
    watch();
    await settled();
    client.connect('no-server');
    client.connect('ready');
    await settled();
    expect(client.modes).toEqual(['block', 'warn', 'block', 'warn']);
    expect(messages()).toEqual(['Not with collaboration.']);
  });
});
