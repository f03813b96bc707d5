import { LinkButton, Notice } from '@shirube/ui';

/** The clinic's access rule does not allow this place. Says what to do, and nothing of the clinic but its name. */
export function PlaceRefused(props: { place: string; because: 'address' | 'certificate' }) {
  return (
    <main id="main" className="mx-auto max-w-2xl p-8">
      <Notice
        tone="error"
        title={`${props.place}の情報は、ここからは使えません`}
        actions={<LinkButton href="/account">自分のログインの設定へ</LinkButton>}
      >
        {props.because === 'address'
          ? '決められたネットワークからだけ使えるように設定されています。医療機関の中のネットワークにつないでから、もう一度開いてください。'
          : '証明書を入れた端末からだけ使えるように設定されています。証明書の入った端末で開くか、管理者に相談してください。'}
      </Notice>
    </main>
  );
}
