export { type BridgeConfig, readConfig } from './config.ts';
export { type RunningBridge, startBridge } from './server.ts';
