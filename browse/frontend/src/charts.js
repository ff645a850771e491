// Charts of tables and queries.
import { Chart } from "chart.js/auto";

export { Chart };
