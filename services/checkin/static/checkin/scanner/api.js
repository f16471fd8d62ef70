/** The door's conversation with the server: JSON, four seconds at most, and four kinds of answer. */

const PATIENCE = 4000;

/** The server cannot be reached, or is not well: the same request may succeed later. */
export class Later extends Error {}

/** Nobody is signed in, or the device's token is over: somebody must open the door again. */
export class NotAllowed extends Error {
  constructor(status) {
    super(`not allowed: ${status}`);
    this.status = status;
  }
}

/** A rule said no: asking again would change nothing. `problem` is the server's problem+json. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? `refused: ${status}`);
    this.status = status;
    this.problem = problem;
  }
}

export function createApi(address, { onReach = () => {} } = {}) {
  async function ask(path, options) {
    try {
      const content = await request(path, options);
      onReach(true);
      return content;
    } catch (error) {
      onReach(!(error instanceof Later));
      throw error;
    }
  }

  async function request(path, { method = "GET", body, token, headers = {} } = {}) {
    const response = await reach(`${address}${path}`, {
      method,
      credentials: token ? "omit" : "same-origin",
      cache: "no-store",
      headers: {
        Accept: "application/json",
        ...(body ? { "Content-Type": "application/json" } : {}),
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      body: body ? JSON.stringify(body) : undefined,
    });
    return answerOf(response);
  }
  return { ask };
}

async function reach(address, options) {
  try {
    return await fetch(address, { ...options, signal: AbortSignal.timeout(PATIENCE) });
  } catch (error) {
    throw new Later(error.name);
  }
}

/** The content, with its ETag where there is one; null when the ETag that was sent is still the server's. */
async function answerOf(response) {
  if (response.status === 304) return null;
  if (response.redirected) throw new NotAllowed(response.status);
  if (response.status === 401 || response.status === 403) throw new NotAllowed(response.status);
  if (response.status === 408 || response.status === 429 || response.status >= 500) throw new Later(`${response.status}`);
  const content = await response.json().catch(() => null);
  if (response.ok) {
    // A hotel's sign-in page also answers 200: only JSON is an answer.
    if (content === null) throw new Later("not JSON");
    const etag = response.headers.get("ETag");
    return etag ? { ...content, etag } : content;
  }
  throw new Refused(response.status, content ?? {});
}
