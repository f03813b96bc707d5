import { ScreenFor } from '~/client/may.tsx';
import { OrderSetsScreen } from '~/screens/order-sets/order-sets-screen.tsx';

export default function OrderSetsPage() {
  return (
    <ScreenFor permission="order_set.edit_clinic">
      <OrderSetsScreen />
    </ScreenFor>
  );
}
