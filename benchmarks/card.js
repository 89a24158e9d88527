/**
 * What benchmarks/card.py does in a page: a house of made-up charge points, and two ways of showing
 * it. Nothing of it asks anybody: what the card wants to know is answered at once.
 */
window.house = (() => {
  const STATES = {
    charging: ["switch", "off"],
    session_state: ["sensor", "idle"],
    session_started: ["sensor", "unknown"],
    availability: ["sensor", "available"],
    price: ["sensor", "0.44"],
    last_error: ["sensor", "unknown"],
  };
  const DETAILS = {
    start_guard: null, stop_guard: null, held: null, command: null, session: null,
    receipt: null, error: null, prices: null, known: true, charge_card: null,
    power_sensor: null, energy_sensor: null, may_control: true, may_use: [], sessions: [],
  };
  const ALONE = {
    language: "en", connected: true, localize: () => "",
    connection: { subscribeMessage: async () => async () => {} },
    locale: { language: "en", number_format: "language", time_format: "24", time_zone: "local" },
    config: { time_zone: "Europe/Amsterdam" },
    formatEntityState: (state) => state.state,
  };
  const idOf = (point, key) => `${STATES[key][0]}.p${point}_${key}`;
  const when = new Date().toISOString();
  const last = (points) => `Charge point ${points - 1}`;
  const put = (states, point, key, state) => {
    const entity_id = idOf(point, key);
    const attributes = { friendly_name: `${point} ${key}`, unit_of_measurement: key === "price" ? "EUR/kWh" : undefined };
    states[entity_id] = { entity_id, state, attributes, last_changed: when, last_updated: when, context: {} };
  };

  /** Home Assistant with so many charge points and nothing else; `around` is what else a page has of it. */
  const build = (points, around = ALONE) => {
    const hass = { ...around, states: {}, entities: {}, devices: {}, callWS: async () => DETAILS };
    for (let point = 0; point < points; point++) {
      const device_id = `p${point}`;
      hass.devices[device_id] = { id: device_id, name: `Charge point ${point}` };
      for (const [key, [, state]] of Object.entries(STATES)) {
        const entity_id = idOf(point, key);
        hass.entities[entity_id] = { entity_id, device_id, platform: "shell_ev", translation_key: key };
        put(hass.states, point, key, state);
      }
    }
    return hass;
  };

  const frame = () => new Promise(requestAnimationFrame);
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  /** Comes back when all has been done that was to be done at once, and no later. */
  const drained = () =>
    new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = done;
      port2.postMessage(0);
    });
  /** All text of it, in whatever shadow. */
  const words = (node) =>
    node.nodeType === Node.TEXT_NODE
      ? node.data
      : [...(node.shadowRoot?.childNodes ?? []), ...node.childNodes].map(words).join(" ");
  const place = () => {
    const made = document.createElement("div");
    made.style = "position: fixed; inset: 0; overflow: auto; z-index: 99; background: white";
    document.body.append(made);
    return made;
  };

  const ours = () => {
    const card = document.createElement("shell-ev-card");
    card.setConfig({ type: "custom:shell-ev-card" });
    return card;
  };
  /** As the README has it, for those who want no card of ours. */
  const tiles = async (points) => {
    const cards = Array.from({ length: points }, (_, point) => [
      {
        type: "tile", entity: idOf(point, "charging"), name: `Charge point ${point}`,
        state_content: ["state", "last_changed"], features: [{ type: "toggle" }],
      },
      {
        type: "glance", columns: 4,
        entities: ["availability", "price", "session_state", "last_error"].map((key) => ({
          entity: idOf(point, key), name: key,
        })),
      },
    ]).flat();
    return (await window.loadCardHelpers()).createCardElement({ type: "vertical-stack", cards });
  };
  const make = (who, points) => (who === "ours" ? ours() : tiles(points));

  /** What changes in each of two cases: a value of one charge point, or it starts or stops and has another place. */
  const CHANGES = {
    value: (states, point, number) => put(states, point, "price", `0.${50 + (number % 40)}`),
    turn: (states, point, number) => {
      put(states, point, "charging", number % 2 ? "off" : "on");
      put(states, point, "session_state", number % 2 ? "stopped" : "started");
    },
  };

  /** Comes back when all charge points are painted. */
  const painted = async (made, points) => {
    while (!words(made).includes(last(points))) await drained();
    await frame();
    await drained();
  };

  return {
    words,

    /** Return after how many milliseconds a card is painted on a page that loads its module first. */
    async load(module, name, points) {
      const hass = build(points);
      const made = place();
      const began = performance.now();
      const script = document.createElement("script");
      Object.assign(script, { type: "module", src: module });
      document.head.append(script);
      await customElements.whenDefined(name);
      const card = document.createElement(name);
      card.setConfig({ type: `custom:${name}` });
      card.hass = hass;
      made.append(card);
      await painted(made, points);
      return performance.now() - began;
    },

    /** Return after how many milliseconds a card is painted that is put on a page which has it loaded. */
    async appear(who, points) {
      const hass = build(points, document.querySelector("home-assistant").hass);
      const made = place();
      const began = performance.now();
      const card = await make(who, points);
      card.hass = hass;
      made.append(card);
      await painted(made, points);
      const took = performance.now() - began;
      made.remove();
      return took;
    },

    /** Put a card on the page for changes to come. */
    async settle(who, points) {
      const made = place();
      const card = await make(who, points);
      card.hass = build(points, document.querySelector("home-assistant").hass);
      made.append(card);
      this.shown = { card, made };
      await painted(made, points);
      // Until it has asked all that it asks, and nothing fades in any more.
      await pause(700);
    },

    /** Take it away, and return what it said. */
    leave() {
      const said = words(this.shown.made);
      this.shown.made.remove();
      return said;
    },

    /** Return after how many milliseconds each of some changes is laid out. */
    async change(kind, points, times) {
      const { card, made } = this.shown;
      const took = [];
      for (let change = 0; change < times; change++) {
        const states = { ...card.hass.states };
        // What starts stops next.
        CHANGES[kind](states, Math.floor(change / 2) % points, change);
        const hass = { ...card.hass, states };
        const began = performance.now();
        card.hass = hass;
        await drained();
        made.firstElementChild.getBoundingClientRect();
        took.push(performance.now() - began);
        // What glides to its new place does so for seconds; the next change finds it there.
        const gliding = [...card.getAnimations(), ...card.shadowRoot.getAnimations()];
        for (const each of gliding) each.finish();
        await pause(5);
      }
      return took;
    },
  };
})();
