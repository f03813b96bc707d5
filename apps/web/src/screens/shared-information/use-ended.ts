import { useEffect, useState } from 'react';

const lookMilliseconds = 1_000;

/**
 * Whether a deadline has passed on this computer's clock. It is looked at every second, so that a computer that slept past it notices at
 * once. null: there is nothing that ends.
 */
export function useEnded(until: string | null): boolean {
  const [ended, setEnded] = useState(false);
  useEffect(() => {
    const look = () => setEnded(until !== null && Date.now() >= Date.parse(until));
    look();
    if (until === null) return;
    const timer = setInterval(look, lookMilliseconds);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [until]);
  return ended || (until !== null && Date.now() >= Date.parse(until));
}
