#include <cstdint>

#include "checks.h"

Echo::Mixed sampleMixed() {
  return Echo::Mixed{201, -1.25e300, true, INT64_MIN + 1, 'q', -12345, 7, -1234567890, 54321, UINT64_MAX - 1, 2.5e-30f,
                     4000000000u};
}

Echo::Line sampleLine() {
  Echo::Line line;
  line.label = "from here to there";
  line.from = Echo::Point{1.5, -2.5};
  line.to = Echo::Point{3.25, 1e100};
  line.shade = Echo::blue;
  line.via.length(3);
  for (int i = 0; i < 3; i++) line.via[i] = Echo::Point{i + 0.125, -i - 0.5};
  for (int i = 0; i < 4; i++) line.box[i] = Echo::Point{i * 10.0, i * -20.0};
  return line;
}

Echo::Tree sampleTree(int depth, int width) {
  Echo::Tree tree;
  tree.name = ("at depth " + std::to_string(depth)).c_str();
  tree.children.length(depth ? width : 0);
  for (int i = 0; depth && i < width; i++) tree.children[i] = sampleTree(depth - 1, width);
  return tree;
}

Echo::Expression sampleExpression(int depth) {
  Echo::Expression expression;
  if (depth == 0) {
    expression.literal(2.75);
    return expression;
  }
  Echo::ExpressionSeq operands;
  operands.length(2);
  operands[0] = sampleExpression(depth - 1);
  operands[1].literal(depth);
  expression.operands(operands);
  return expression;
}

Echo::ByLong byLong(CORBA::Long label) {
  Echo::ByLong value;
  switch (label) {
    case 1: value.number(-7); break;
    case 2:
    case 3: value.text("two or three"), value._d(label); break;
    case -1: value.segment(sampleLine()); break;
    default: value.other(0.1), value._d(label);
  }
  return value;
}
