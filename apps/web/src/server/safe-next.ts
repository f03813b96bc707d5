/**
 * Where to go after signing in: a page of a clinic or of one's account, or an invitation, never another site. Anything else
 * that was asked for becomes the first page.
 */
export function safeNext(next: unknown): string {
  return typeof next === 'string' &&
    /^\/(?:(?:c\/[a-z0-9-]{1,80}|account)(?:\/[\w\-/=]*)?(?:\?[\w\-/?=&%]*)?|invite)$/.test(next)
    ? next
    : '/';
}
