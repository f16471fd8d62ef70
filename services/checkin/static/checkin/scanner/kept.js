/** What the phone remembers between two openings: who it is, its roster as one blob, who it saw. Erased once the door is over. */

import { inTransaction, openDatabase } from "./storage.js";

export async function openKept(name = "guichet-door") {
  const database = await openDatabase(name, { kept: {} });
  const look = (key) => inTransaction(database, ["kept"], "readonly", (kept) => kept.get(key));
  const keep = (key, value) => inTransaction(database, ["kept"], "readwrite", (kept) => kept.put(value, key));
  const forget = (key) => inTransaction(database, ["kept"], "readwrite", (kept) => kept.delete(key));

  const devices = async () => (await look("devices")) ?? {};

  /** The door this device stands at from now on; earlier ones stay until their queue is handed over. */
  async function rememberDevice(device) {
    await keep("devices", { ...(await devices()), [device.session_id]: device });
    await keep("current", device.session_id);
  }

  async function currentDevice() {
    return (await devices())[await look("current")] ?? null;
  }

  async function forgetSession(session) {
    const { [session]: _gone, ...others } = await devices();
    await keep("devices", others);
    for (const part of ["roster", "seen"]) await forget(`${part}/${session}`);
  }

  return { look, keep, forget, devices, rememberDevice, currentDevice, forgetSession };
}
