/** Runs once when the server starts: what libraries print goes through our own log from the first request on. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs' || process.env.NODE_ENV !== 'production') return;
  const [{ quietConsole }, { logger }] = await Promise.all([
    import('@shirube/core/shared'),
    import('./src/server/logger.ts'),
  ]);
  quietConsole(logger);
}
