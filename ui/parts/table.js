// Draws the table of ui/parts/table.py. Everything is put on the page as text, never as markup.

function element(name, attributes = {}, text = null) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== null) made.textContent = text;
  return made;
}

function content(cell, open) {
  const style = cell.grade ? `grade ${cell.grade.replaceAll(" ", "-")}` : "";
  if (!cell.opens) return element("span", style ? { class: style } : {}, cell.text);
  const button = element("button", { type: "button", class: style || "link" }, cell.text);
  if (cell.says) button.setAttribute("aria-label", cell.says);
  button.addEventListener("click", () => open(cell.opens));
  return button;
}

function row(cells, data, open) {
  const made = element("tr", { role: "row" });
  cells.forEach((cell, place) => {
    const first = place === 0;
    const attributes = first ? { scope: "row", role: "rowheader" } : { role: "cell", "data-title": data.columns[place] };
    if (data.numeric.includes(data.columns[place])) attributes.class = "number";
    const held = element(first ? "th" : "td", attributes);
    held.append(content(cell, open));
    made.append(held);
  });
  return made;
}

function value(cell) {
  return cell.order ?? cell.text;
}

function compare(one, other) {
  if (typeof one === "number" && typeof other === "number") return one - other;
  return String(one).localeCompare(String(other), "en-GB", { numeric: true });
}

function draw(root, data, state, open) {
  const rows = [...data.rows];
  if (state.column !== null) {
    rows.sort((one, other) => state.direction * compare(value(one[state.column]), value(other[state.column])));
  }
  const table = element("table", { role: "table", class: data.grid ? "grid" : data.sortable ? "list" : "list unsorted" });
  table.append(element("caption", {}, data.caption));
  const headings = element("tr", { role: "row" });
  data.columns.forEach((title, place) => {
    const heading = element("th", { scope: "col", role: "columnheader" });
    if (data.numeric.includes(title)) heading.className = "number";
    if (!data.sortable) {
      heading.textContent = title;
    } else {
      const sorted = state.column === place;
      heading.setAttribute("aria-sort", sorted ? (state.direction > 0 ? "ascending" : "descending") : "none");
      const button = element("button", { type: "button", class: "sort" }, title);
      button.append(element("span", { "aria-hidden": "true" }, sorted ? (state.direction > 0 ? "\u00a0▲" : "\u00a0▼") : "\u00a0↕"));
      button.addEventListener("click", () => {
        state.direction = sorted ? -state.direction : 1;
        state.column = place;
        draw(root, data, state, open);
        root.querySelectorAll("button.sort")[place].focus();
      });
      heading.append(button);
    }
    headings.append(heading);
  });
  const head = element("thead", { role: "rowgroup" });
  head.append(headings);
  const body = element("tbody", { role: "rowgroup" });
  body.append(...rows.map((cells) => row(cells, data, open)));
  table.append(head, body);
  // A region that scrolls must be reached by the keyboard, and be named.
  const region = element("div", { class: "region", role: "region", tabindex: "0", "aria-label": data.caption });
  region.append(table);
  root.replaceChildren(region);
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".root");
  root.sorting ??= { column: null, direction: 1 };
  if (root.sorting.column >= data.columns.length) root.sorting.column = null;
  draw(root, data, root.sorting, (opens) => setTriggerValue("opened", opens));
}
