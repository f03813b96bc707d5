export { may, type Permission, permissionTable, type Role } from './permissions.ts';
