import { config } from 'zod/v4/core';

/** Zod compiles its checks with `new Function` where it may. The policy of our pages refuses that, and reports even the attempt. */
config({ jitless: true });
