/** The checkin service's addresses, in the door's words. */

import { NotAllowed } from "./api.js";

export function createServer({ api, kept, deviceNow = () => new Date() }) {
  const tokenOf = async (session) => {
    const device = (await kept.devices())[session];
    if (!device) throw new NotAllowed(401);
    return device.token;
  };
  const asDevice = async (session, path, options = {}) => api.ask(path, { token: await tokenOf(session), ...options });
  const tell = (session, path, told) => asDevice(session, path, { method: "POST", body: { ...sentNow(), ...told } });

  // The server moves every time by what this device's clock was off when it sent.
  const sentNow = () => ({ sent_at: deviceNow().toISOString() });

  const handOver = {
    async scan(session, run) {
      const scans = run.map(({ sequence, body }) => ({ ...body, sequence }));
      const { results } = await tell(session, "/scans", { scans });
      const byId = new Map(results.map((result) => [result.scan_id, result]));
      return scans.map(({ scan_id }) => byId.get(scan_id) ?? null);
    },
    walk_in: async (session, [{ body }]) => [await tell(session, "/walk-ins", body)],
    undo: async (session, [{ body }]) => [await tell(session, "/undos", body)],
  };

  return {
    time: () => api.ask("/time"),
    sessions: () => api.ask("/sessions"),
    openDevice: (body, csrf) => api.ask("/devices", { method: "POST", body, headers: { "X-CSRFToken": csrf } }),
    /** null when it is still the one of that ETag. */
    roster: (session, etag) => asDevice(session, "/roster", etag ? { headers: { "If-None-Match": etag } } : {}),
    count: (session) => asDevice(session, "/count"),
    /** Deeds of one kind and one session; see queue.js. */
    send: (run) => handOver[run[0].kind](run[0].session, run),
  };
}
