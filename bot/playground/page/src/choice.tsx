/** A choice of one of several options. */

import type { Element, Option } from "./protocol";

interface Props {
  element: Element;
  chosen: Option | null;
  onChoose: (option: Option | null) => void;
  id?: string;
  label?: string;
  describedBy?: string | undefined;
  isWrong?: boolean;
}

/** A menu of the options of an element. */
export function Choice({ element, chosen, onChoose, id, label, describedBy, isWrong = false }: Props) {
  const options = element.options ?? [];
  return (
    <select
      id={id}
      className="select"
      value={chosen?.value ?? ""}
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={isWrong}
      onChange={(event) => onChoose(options.find((option) => option.value === event.target.value) ?? null)}
    >
      <option value="">{element.placeholder?.text ?? "Select an option"}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.text.text}
        </option>
      ))}
    </select>
  );
}
