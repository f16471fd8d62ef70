/** The server's time on a device whose own clock may be wrong: the offset of the quickest of five questions. */

const QUESTIONS = 5;

export function createClock({ askTime, deviceNow = () => Date.now(), ticks = () => performance.now(), offset = 0 }) {
  async function measureOnce() {
    const started = ticks();
    const { now } = await askTime();
    const trip = ticks() - started;
    return { trip, offset: Date.parse(now) + trip / 2 - deviceNow() };
  }

  return {
    /** Leaves the offset as it was when the server cannot be reached. */
    async measure() {
      const measures = [];
      for (let question = 0; question < QUESTIONS; question += 1) measures.push(await measureOnce());
      offset = bestOf(measures).offset;
      return offset;
    },
    now: () => new Date(deviceNow() + offset),
    deviceTime: () => new Date(deviceNow()),
  };
}

/** The shorter the trip, the less its halves can differ. */
export function bestOf(measures) {
  return measures.reduce((best, measure) => (measure.trip < best.trip ? measure : best));
}
