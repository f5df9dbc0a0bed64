/**
 * The front end's own code without a page: `node front_end.cjs URL TOKEN` opens notebooks, scans
 * them, replaces what is found and takes it back, as the buttons do. One JSON text per line.
 *
 * The sources under `src/` are used as they are. Only what draws is left out: of JupyterLab's
 * packages there is what sends requests, and a dialog that is accepted as soon as it can be.
 */
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const readline = require('node:readline');

const ROOT = path.resolve(__dirname, '..', '..', '..');
const [URL_OF_SERVER, TOKEN] = process.argv.slice(2);

const requireFrom = Module.createRequire(path.join(ROOT, 'package.json'));
const ts = requireFrom('typescript');

for (const extension of ['.ts', '.tsx']) {
  Module._extensions[extension] = (module, file) => {
    const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), {
      compilerOptions: {
        esModuleInterop: true,
        jsx: ts.JsxEmit.React,
        module: ts.ModuleKind.CommonJS,
        target: ts.ScriptTarget.ES2022
      }
    });
    module._compile(outputText, file);
  };
}

/** Notices with buttons, newest last. */
const notices = [];
const say =
  kind =>
  (message, options = {}) => {
    notices.push({ kind, message, actions: options.actions ?? [] });
    return String(notices.length);
  };

/** Accepted as soon as it lets itself be, as by a user who waits for the button. */
class Dialog {
  static okButton = options => ({ accept: true, ...options });
  static cancelButton = options => ({ accept: false, ...options });
  static warnButton = Dialog.okButton;
  static createButton = options => options;
  node = { querySelector: () => null, querySelectorAll: () => [] };
  addClass() {}
  launch() {
    return new Promise(resolve => {
      this._close = resolve;
      let rounds = 0;
      const timer = setInterval(() => {
        this.resolve(++rounds < 1000 ? 1 : 0);
        if (this._closed) {
          clearInterval(timer);
        }
      }, 2);
    });
  }
  resolve(index = 1) {
    this._closed = true;
    this._close({ button: { accept: index > 0 }, value: null });
  }
}

/** Requests that have no answer yet. */
let underWay = 0;

/** Wait until nothing is asked any more: a button does not say when its work is done. */
async function idle() {
  for (let quiet = 0; quiet < 3; quiet = underWay > 0 ? 0 : quiet + 1) {
    await new Promise(resolve => setTimeout(resolve, 2));
  }
}

/** Stands for whatever draws. */
const nothing = () =>
  new Proxy(class {}, {
    get: (target, key) =>
      key in target || typeof key === 'symbol' ? target[key] : nothing()
  });

const STUBS = {
  '@jupyterlab/apputils': {
    Dialog,
    showDialog: options => new Dialog(options).launch(),
    Notification: {
      error: say('error'),
      info: say('info'),
      success: say('success'),
      warning: say('warning'),
      emit: say('default'),
      update: () => true,
      dismiss: () => undefined
    },
    ReactWidget: class {
      addClass() {}
      update() {}
    },
    Clipboard: nothing()
  },
  '@jupyterlab/services': {
    ServerConnection: {
      makeRequest: async (url, init) => {
        underWay += 1;
        try {
          return await fetch(url, {
            ...init,
            headers: { ...init.headers, Authorization: `token ${TOKEN}` }
          });
        } finally {
          underWay -= 1;
        }
      }
    }
  }
};
const REAL = ['@jupyterlab/coreutils', '@jupyterlab/nbformat'];
const load = Module._load;
Module._load = function (name, ...rest) {
  if (name in STUBS) {
    return new Proxy(STUBS[name], {
      get: (target, key) =>
        key in target ? target[key] : key === '__esModule' ? false : nothing()
    });
  }
  const draws = /^(@jupyterlab\/|@codemirror\/|@lumino\/widgets|react)/;
  return draws.test(name) && !REAL.includes(name)
    ? new Proxy(
        {},
        { get: (_, key) => (key === '__esModule' ? true : nothing()) }
      )
    : load.call(this, name, ...rest);
};
globalThis.window = globalThis;

const from = name => require(path.join(ROOT, 'src', name));
const { YNotebook } = requireFrom('@jupyter/ydoc');
const { Client } = from('server/client.ts');
const { fixFinding } = from('actions/fix.ts');
const { NotebookFindings } = from('model/notebookFindings.ts');
const { NotebookScanner } = from('live/notebookScanner.ts');
const { redactAll } = from('redact/redactAll.ts');
const { Settings } = from('server/settings.ts');

const fill = (text, values) =>
  text.replace(/%(\d+)/g, (_, number) => values[number - 1]);
const trans = {
  __: (text, ...values) => fill(text, values),
  _n: (one, many, count, ...values) =>
    fill(count === 1 ? one : many, [count, ...values]),
  _p: (_context, text, ...values) => fill(text, values)
};

const settings = new Settings();
const client = new Client({ baseUrl: URL_OF_SERVER }, trans);
const opened = new Map();
const asked = [];

// `@jupyter/ydoc` reads cells before they are part of a document, of which Yjs warns each time.
console.warn = () => undefined;

/** What the kernel is asked goes to the other side. */
function kernelOf(id, language) {
  return {
    info: Promise.resolve({ language_info: { name: language } }),
    requestExecute: content => ({
      done: new Promise(resolve => {
        asked.push(reply => resolve({ content: reply }));
        write({ ask: 'execute', id, content });
      }),
      dispose: () => undefined
    })
  };
}

const CALLS = {
  async open({ id, path: place, content, language = 'python' }) {
    const notebook = YNotebook.create({
      disableDocumentWideUndoRedo: true,
      data: content
    });
    const findings = new NotebookFindings(notebook);
    const scanner = new NotebookScanner(
      findings,
      () => place,
      client,
      () => settings.options,
      trans
    );
    const panel = {
      content: { model: { sharedModel: notebook }, widgets: [] },
      context: { path: place, localPath: place, model: { dirty: true } },
      sessionContext: { session: { kernel: kernelOf(id, language) } }
    };
    const context = {
      client,
      settings,
      trans,
      language: () => scanner.language(),
      settle: () => scanner.settle()
    };
    opened.set(id, { notebook, findings, scanner, panel, context });
    await scanner.scanAll();
    return CALLS.content({ id });
  },
  content: ({ id }) => opened.get(id).notebook.toJSON(),
  outputs({ id, outputs }) {
    const { notebook } = opened.get(id);
    outputs.forEach((each, index) => {
      if (each) {
        notebook.cells[index].clearOutputs(null);
        notebook.cells[index].setOutputs(each);
      }
    });
    return {};
  },
  async scan({ id }) {
    const { scanner, findings } = opened.get(id);
    await scanner.settle();
    return findings.secrets().map(({ key, finding }) => ({
      key,
      weakness_id: finding.weakness_id,
      cell: finding.cell,
      part: finding.part,
      fixable: Boolean(finding.fix)
    }));
  },
  async replace({ id, key }) {
    const { panel, findings, context } = opened.get(id);
    const before = notices.length;
    await fixFinding(context, panel, findings, findings.byKey(key));
    return said(before);
  },
  async replaceAll({ id }) {
    const { panel, findings, context } = opened.get(id);
    const before = notices.length;
    await redactAll(context, panel, findings);
    return said(before);
  },
  /** Press a button of a notice. */
  async press({ notice, label }) {
    const before = notices.length;
    const action = notices[notice].actions.find(each => each.label === label);
    await action.callback(new Event('click', { cancelable: true }));
    await idle();
    return said(before);
  },
  close({ id }) {
    const { scanner, notebook } = opened.get(id);
    scanner.dispose();
    notebook.dispose();
    opened.delete(id);
    return {};
  }
};

function said(from) {
  return notices.slice(from).map(({ kind, message, actions }, index) => ({
    number: from + index,
    kind,
    message,
    buttons: actions.map(({ label }) => label)
  }));
}

function write(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

async function main() {
  await client.check();
  write({ result: client.connection.kind });
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { call, reply, ...rest } = JSON.parse(line);
    if (reply) {
      asked.shift()(reply);
      continue;
    }
    // Not awaited: it may ask, and the answer is another line.
    Promise.resolve()
      .then(() => CALLS[call](rest))
      .then(
        result => write({ result }),
        error => write({ error: String(error?.stack ?? error) })
      );
  }
  process.exit(0);
}

void main();
