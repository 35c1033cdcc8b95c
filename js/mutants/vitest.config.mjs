import base from "../vitest.config";

/** The tests of one room, in the same order each time: the room says where they are. */
const include = JSON.parse(process.env.ROOM_TESTS);

export default { ...base, test: { ...base.test, include, sequence: {} } };
