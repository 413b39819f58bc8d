// The shortest script that reads a report, checks it against its schema and makes three documents with docxtemplater.
const fs = require("fs");
const [, , report, schema, template, data, folder] = process.argv;
const Ajv = require("ajv/dist/2020");
const PizZip = require("pizzip");
const Docxtemplater = require("docxtemplater");

const loaded = require("js-yaml").load(fs.readFileSync(report, "utf8"), { schema: require("js-yaml").CORE_SCHEMA });
const ajv = new Ajv({ strict: false, validateFormats: false });
if (!ajv.validate(JSON.parse(fs.readFileSync(schema)), loaded)) throw new Error(ajv.errorsText());
const context = JSON.parse(fs.readFileSync(data));
for (const name of ["report", "funds", "scoring"]) {
  const document = new Docxtemplater(new PizZip(fs.readFileSync(template)), { paragraphLoop: true, linebreaks: true });
  document.render(context);
  fs.writeFileSync(`${folder}/${name}.docx`, document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" }));
}
