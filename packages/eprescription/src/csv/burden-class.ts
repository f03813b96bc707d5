export { burdenClass } from '@shirube/core/records';
