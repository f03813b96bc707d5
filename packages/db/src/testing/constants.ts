export const testPasswords = { owner: 'owner', app: 'app', queue: 'queue', operator: 'operator' };
export const testTemplate = 'shirube_template';
