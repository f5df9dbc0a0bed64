import { ServerConnection } from '@jupyterlab/services';

import { Client } from '../server/client';
import { API } from '../protocol/protocol';
import { RequestError } from '../server/request';
import { STATUS, trans } from './fixtures';

type Answer = (url: string, init: Request) => [number, string];

function clientOf(answer: Answer) {
  const requests: Request[] = [];
  const settings = ServerConnection.makeSettings({
    baseUrl: 'http://localhost/user/ann/',
    fetch: (input: RequestInfo | URL) => {
      const request = input as Request;
      requests.push(request);
      const [status, text] = answer(request.url, request);
      return Promise.resolve(new Response(text, { status }));
    }
  });
  return { client: new Client(settings, trans), requests };
}

const json = (data: object): string => JSON.stringify(data);

const healthy: Answer = url => {
  const path = new URL(url).pathname;
  return [
    200,
    json(
      path.endsWith('status') ? STATUS : { rules: [{ id: 'secret.test.key' }] }
    )
  ];
};

describe('Client', () => {
  let client: Client;

  afterEach(() => client.dispose());

  it('is ready when the server is of its version, and knows the rules', async () => {
    let requests: Request[];
    ({ client, requests } = clientOf(healthy));
    await client.check();
    expect(client.connection.kind).toBe('ready');
    expect([...client.rules.keys()]).toEqual(['secret.test.key']);
    expect(new URL(requests[0].url).pathname).toBe(
      '/user/ann/ct_jupyter/status'
    );
  });

  it.each([
    [
      'the extension is not installed',
      404,
      json({ message: 'Not Found', reason: null })
    ],
    [
      'a static site answers with a page',
      200,
      '<!doctype html><title>JupyterLite</title>'
    ]
  ])('says that there is no server when %s', async (_, status, text) => {
    ({ client } = clientOf(() => [status, text]));
    await client.check();
    expect(client.connection).toMatchObject({
      kind: 'no-server',
      status: null
    });
    expect(client.connection.detail).toContain('Install ct_jupyter');
  });

  it.each([
    ['the network fails', 0],
    ['a gateway has no server behind it', 502],
    ['a gateway waits for the server in vain', 504]
  ])('says that the server does not answer when %s', async (_, status) => {
    ({ client } = clientOf(() => {
      if (status === 0) {
        throw new TypeError('Failed to fetch');
      }
      return [status, 'Bad gateway'];
    }));
    await client.check();
    expect(client.connection).toMatchObject({
      kind: 'no-server',
      isSilent: true
    });
    expect(client.connection.detail).not.toContain('Install');
  });

  it('takes a server that hangs for one that does not answer', async () => {
    jest.useFakeTimers();
    const settings = ServerConnection.makeSettings({
      fetch: () => new Promise(() => undefined)
    });
    client = new Client(settings, trans);
    const checked = client.check();
    await jest.advanceTimersByTimeAsync(6000);
    jest.useRealTimers();
    await checked;
    expect(client.connection.isSilent).toBe(true);
  });

  it('says why where the user may not use it', async () => {
    ({ client } = clientOf(() => [403, json({ message: 'Forbidden' })]));
    await client.check();
    expect(client.connection.kind).toBe('no-server');
    expect(client.connection.detail).toContain('Forbidden');
  });

  it('goes on with another release of the same interface, and says so', async () => {
    const status = { ...STATUS, version: '9.9.9' };
    ({ client } = clientOf((url, init) =>
      url.includes('status') ? [200, json(status)] : healthy(url, init)
    ));
    await client.check();
    expect(client.connection.kind).toBe('ready');
    expect(client.connection.detail).toContain('9.9.9');
    expect(client.rules.size).toBe(1);
  });

  it('does not talk to a server of another interface', async () => {
    const status = { ...STATUS, api: API + 1, version: '9.9.9' };
    ({ client } = clientOf(() => [200, json(status)]));
    await client.check();
    expect(client.connection.kind).toBe('wrong-version');
    expect(client.connection.detail).toContain(status.version);
  });

  it('finds a server that comes back', async () => {
    let down = true;
    const made = clientOf((url, init) =>
      down ? [404, ''] : healthy(url, init)
    );
    client = made.client;
    const kinds: string[] = [];
    client.connectionChanged.connect((_, { kind }) => kinds.push(kind));
    await client.check();
    down = false;
    await client.check();
    expect(kinds).toEqual(['no-server', 'ready']);
  });

  it('passes on what the server says of a request that it refuses', async () => {
    ({ client } = clientOf(() => [
      409,
      json({ message: 'Try again.', reason: 'changed' })
    ]));
    const error = await client.scan('{}').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RequestError);
    expect(error).toMatchObject({
      message: 'Try again.',
      status: 409,
      reason: 'changed'
    });
    expect((error as RequestError).unreachable).toBe(false);
  });

  it('looks for the server again when a request does not reach it', async () => {
    let down = false;
    const made = clientOf((url, init) =>
      down ? [404, ''] : healthy(url, init)
    );
    client = made.client;
    await client.check();
    down = true;
    await expect(client.scan('{}')).rejects.toMatchObject({
      unreachable: true
    });
    await client.check();
    expect(client.connection.kind).toBe('no-server');
  });
});
