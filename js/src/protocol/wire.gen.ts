// Generated from the Python models by `npm run protocol`. Do not edit.

export type * from "./content.gen";
export type * from "./events.gen";
export type * from "./requests.gen";
export type * from "./threads.gen";
