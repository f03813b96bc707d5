export { demoClinics, demoPassword } from './demo/accounts.ts';
export { seedDemo } from './demo/seed-demo.ts';
