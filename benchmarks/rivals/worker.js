// Renders with docxtemplater what the controller asks for, a line of JSON at a time.
const fs = require("fs");
const readline = require("readline");
const PizZip = require("pizzip");
const Docxtemplater = require("docxtemplater");

function render(content, data) {
  const document = new Docxtemplater(new PizZip(content), { paragraphLoop: true, linebreaks: true });
  document.render(data);
  return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
}

const [template] = process.argv.slice(2);
readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const { data, times, out } = JSON.parse(line);
  const context = JSON.parse(fs.readFileSync(data));
  let bytes;
  const begun = process.hrtime.bigint();
  for (let count = 0; count < times; count++) bytes = render(fs.readFileSync(template), context);
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
  fs.writeFileSync(out, bytes);
  console.log(JSON.stringify({ seconds: seconds / times, memory: process.resourceUsage().maxRSS * 1024 }));
});
