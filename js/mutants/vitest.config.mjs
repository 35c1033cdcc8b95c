import base from "../vitest.config";

/** The tests of one room, in the same order each time: the room says where they are. */
const include = JSON.parse(process.env.ROOM_TESTS);

// A slip that is noticed keeps a test waiting for what never comes.
const env = { VITE_WAIT_MS: "4000" };

export default { ...base, test: { ...base.test, include, env, sequence: {} } };
