// TEMPORARY
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { SandboxServices } from './services.ts';
export function pkiRoutes(_s: SandboxServices) {
  return new Hono<{ Bindings: HttpBindings }>();
}
export function tsaRoutes(_s: SandboxServices) {
  return new Hono<{ Bindings: HttpBindings }>();
}
