/** What each thing heard adds for each of the likeliest modules. */

import type { Why } from "./protocol";

/** A table of weights in log-odds. */
export function Shares({ why }: { why: Why }) {
  const heard = why.shares.slice(1); // the first is what every report starts from, and outweighs the rest
  const most = Math.max(...heard.flatMap(({ adds, scope }) => [...adds, scope]).map(Math.abs), 0.01);
  return (
    <section aria-labelledby="why-weights">
      <h3 id="why-weights">What it weighs</h3>
      <div className="shares-frame" role="group" aria-label="Weights" tabIndex={0}>
        <table className="shares">
          <thead>
            <tr>
              <th scope="col">Heard</th>
              {why.compared.map((module) => (
                <th key={module} scope="col">
                  {module}
                </th>
              ))}
              <th scope="col">any</th>
            </tr>
          </thead>
          <tbody>
            {why.shares.map(({ name, words, adds, scope }, index) => (
              <tr key={index}>
                <th scope="row">
                  {index === 0 ? "to begin with" : name}
                  {words && words !== name && <small>{words}</small>}
                </th>
                {why.compared.map((module, column) => (
                  <Weight key={module} add={adds[column] ?? 0} most={most} />
                ))}
                <Weight add={scope} most={most} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="legend">
        Log-odds. <code>~</code> is an ordinary word, <code>^</code> the word a report opens with, <code>fine:</code>{" "}
        what is said to work; <em>any</em> speaks for an answer at all.
      </p>
    </section>
  );
}

function Weight({ add, most }: { add: number; most: number }) {
  const width = `${Math.min(Math.abs(add) / most, 1) * 100}%`;
  return (
    <td className={Math.abs(add) < 0.005 ? "is-nothing" : ""}>
      {`${add < 0 ? "−" : "+"}${Math.abs(add).toFixed(2)}`}
      <span className={`weight ${add < 0 ? "weight-against" : "weight-for"}`} style={{ width }} />
    </td>
  );
}
