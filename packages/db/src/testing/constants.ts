export const testPasswords = { owner: 'owner', app: 'app', queue: 'queue' };
export const testTemplate = 'shirube_template';
