/** The blocks of a message or a view. */

import { asBlock, Drawn } from "./drawn";
import { Interactive, type OnUse, type Used } from "./interactive";
import type { Block, Element, Words } from "./protocol";

/** All blocks, one below the other. */
export function Blocks({ blocks, onUse }: { blocks: Block[]; onUse: OnUse }) {
  return (
    <div className="blocks">
      {blocks.map((block, index) => (
        <OneBlock key={block.block_id ?? index} block={block} onUse={onUse} />
      ))}
    </div>
  );
}

/** One block. */
export function OneBlock({ block, onUse }: { block: Block; onUse: OnUse }) {
  const use = (used: Used): Promise<void> => onUse(block.block_id ?? "", used);
  switch (block.type) {
    case "actions":
      return (
        <div className="actions">
          {((block.elements ?? []) as Element[]).map((element, index) => (
            <Interactive key={element.action_id ?? index} element={element} onUse={use} />
          ))}
        </div>
      );
    case "context":
      return (
        <div className="small-print">
          {((block.elements ?? []) as Words[]).map((words, index) => (
            <Drawn key={index} block={asBlock(words)} />
          ))}
        </div>
      );
    case "section":
      return <Section block={block} onUse={use} />;
    default:
      return <Drawn block={block} />;
  }
}

function Section({ block, onUse }: { block: Block; onUse: (used: Used) => Promise<void> }) {
  return (
    <div className="section">
      <div className="section-text">
        {block.text && <Drawn block={block} />}
        {block.fields && (
          <div className="section-fields">
            {block.fields.map((field, index) => (
              <Drawn key={index} block={asBlock(field)} />
            ))}
          </div>
        )}
      </div>
      {block.accessory && <Interactive element={block.accessory} onUse={onUse} />}
    </div>
  );
}
