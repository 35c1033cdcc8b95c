/** Pictures of attachments, loaded when they come near to where the reader is. */
import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import type { PictureState } from "../../state/conversation";
import { useView } from "../view";

const ROOT_MARGIN = "800px 0px";

/** The picture of an attachment; it is let go while `place` is far away. */
export function usePicture(id: string, place: RefObject<HTMLElement | null>): PictureState {
  const { pictures } = useView().conversation;
  const isNear = useNear(place);
  useLayoutEffect(() => (isNear ? pictures.hold(id) : undefined), [id, isNear, pictures]);
  return pictures.of(id).value;
}

function useNear(place: RefObject<HTMLElement | null>): boolean {
  const [isNear, setIsNear] = useState(false);
  useLayoutEffect(() => {
    if (place.current === null) return undefined;
    const root = place.current.closest(".scroller");
    const observer = new IntersectionObserver(([entry]) => setIsNear(entry?.isIntersecting === true), {
      root,
      rootMargin: ROOT_MARGIN,
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [place]);
  return isNear;
}
