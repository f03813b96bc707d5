export { demoClinics, demoPassword } from './demo/accounts.ts';
export { resetDemoClinic } from './demo/reset-demo.ts';
export { seedDemo } from './demo/seed-demo.ts';
