using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Octavo.Compiler.Import.Inputs;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Movement;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Import.Operators.Known;

/// <summary>Control flow, which ends here: the branch that is known is taken, of two branches the results are chosen, and loops are unrolled.</summary>
internal static class ControlFlowImport
{
    /// <summary>More steps would make a program that nobody wants to compile.</summary>
    private const int MaxSteps = 1024;

    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("If", If, "constant condition, or branches of equal types and shapes: both are computed"),
        new("Loop", Loop, "constant number of steps, unrolled"),
        new("Scan", Scan, "unrolled") { Since = 9 },
    ];

    private static IReadOnlyList<Value> If(NodeContext node)
    {
        OnnxGraph then = Body(node, "then_branch"), otherwise = Body(node, "else_branch");
        Value condition = node.Required(0);
        if (NodeContext.ConstantOf(condition) is { Length: 1 } known)
        {
            return node.Inline(known.IntegerAt(0) != 0 ? then : otherwise, []);
        }

        IReadOnlyList<Value> a = node.Inline(then, []), b = node.Inline(otherwise, []);
        if (condition.Shape.Length != 1 || a.Count != b.Count || a.Zip(b, (x, y) => x.Type.Element != y.Type.Element || !x.Shape.Equals(y.Shape)).Any(differs => differs))
        {
            throw OpenValues.Refusal(condition, "condition, because its branches give results of different types,");
        }

        Value choice = condition.Shape.Rank == 0 ? condition : node.Emit(new Reshape(Shape.Scalar), condition);
        return a.Zip(b, (x, y) => x == y ? x : Choose(node, choice, x, y)).ToList();
    }

    private static Value Choose(NodeContext node, Value condition, Value x, Value y) =>
        node.Emit(new Where(), x.Type.Element, null, condition, node.View(x, null), node.View(y, null));

    private static IReadOnlyList<Value> Loop(NodeContext node)
    {
        OnnxGraph body = Body(node, "body");
        long trips = node.Constant(0, "trip count")?.IntegerAt(0) ?? long.MaxValue;
        // Without the operand, what the body says about it is ignored.
        bool isConditional = node.Optional(1) is not null;
        bool goesOn = !isConditional || node.Constant(1, "condition")!.IntegerAt(0) != 0;
        IReadOnlyList<Value> state = Enumerable.Range(2, System.Math.Max(node.InputCount - 2, 0)).Select(node.Required).ToList();
        var outputs = new CollectedSteps(node, body.Outputs.Count - 1 - state.Count, _ => 0, _ => false);
        for (int step = 0; step < trips && goesOn; step++)
        {
            CheckSteps(node, step + 1);
            IReadOnlyList<Value> results = node.Inline(body, [Number(node, step), Truth(node), .. state]);
            goesOn = !isConditional || (NodeContext.ConstantOf(results[0]) ?? throw OpenValues.Refusal(results[0], "loop condition")).IntegerAt(0) != 0;
            state = results.Skip(1).Take(state.Count).ToList();
            outputs.Add(results.Skip(1 + state.Count));
        }

        return [.. state, .. outputs.Join()];
    }

    private static IReadOnlyList<Value> Scan(NodeContext node)
    {
        OnnxGraph body = Body(node, "body");
        int scanned = (int)node.Attributes.Int("num_scan_inputs", 0);
        IReadOnlyList<Value> state = Enumerable.Range(0, node.InputCount - scanned).Select(node.Required).ToList();
        List<Value> inputs = Enumerable.Range(state.Count, scanned).Select(node.Required).ToList();
        int[]? axes = node.Attributes.Ints("scan_input_axes"), backwards = node.Attributes.Ints("scan_input_directions");
        int[]? outputAxes = node.Attributes.Ints("scan_output_axes"), outputBackwards = node.Attributes.Ints("scan_output_directions");
        int Axis(int i) => node.Axis(axes?[i] ?? 0, inputs[i].Shape.Rank);

        if (scanned < 1 || inputs.Select((x, i) => x.Shape[Axis(i)]).Distinct().Count() != 1)
        {
            throw node.Invalid("its scanned inputs differ in length.");
        }

        int steps = inputs[0].Shape[Axis(0)];
        CheckSteps(node, steps);
        var outputs = new CollectedSteps(node, body.Outputs.Count - state.Count, i => outputAxes?[i] ?? 0, i => outputBackwards?[i] == 1);
        for (int step = 0; step < steps; step++)
        {
            IEnumerable<Value> slices = inputs.Select((x, i) => At(node, x, Axis(i), backwards?[i] == 1 ? steps - 1 - step : step));
            IReadOnlyList<Value> results = node.Inline(body, [.. state, .. slices]);
            state = results.Take(state.Count).ToList();
            outputs.Add(results.Skip(state.Count));
        }

        return [.. state, .. outputs.Join()];
    }

    private static OnnxGraph Body(NodeContext node, string attribute) => node.Attributes.Graph(attribute) ?? throw node.Invalid($"its graph {attribute} is missing.");

    private static void CheckSteps(NodeContext node, int steps)
    {
        if (steps > MaxSteps)
        {
            throw node.Unsupported(
                $"it takes more than {MaxSteps.ToString(CultureInfo.InvariantCulture)} steps, which Octavo would have to unroll. Export the model with an operator for the whole loop, such as LSTM.");
        }
    }

    private static Value Number(NodeContext node, int step) => node.Emit(TensorData.Longs(Shape.Scalar, step));

    private static Value Truth(NodeContext node) => node.Emit(new TensorData(ElementType.Bool, Shape.Scalar, [1]));

    /// <summary>One index of an axis, which disappears.</summary>
    private static Value At(NodeContext node, Value x, int axis, int index)
    {
        int[] starts = new int[x.Shape.Rank];
        starts[axis] = index;
        x = SliceImport.Emit(node, x, new Slice(starts, Enumerable.Repeat(1, x.Shape.Rank).ToArray(), x.Shape.With(axis, 1).ToArray()));
        return node.Emit(new Reshape(new Shape(x.Shape.Dimensions.Where((_, i) => i != axis))), x.Type.Element, null, node.View(x, null));
    }

    /// <summary>What the steps of a loop give beside its state: one tensor per step, stacked along a new axis.</summary>
    private sealed class CollectedSteps(NodeContext node, int count, System.Func<int, int> axis, System.Func<int, bool> backwards)
    {
        private readonly List<Value>[] _steps = Enumerable.Range(0, System.Math.Max(count, 0)).Select(_ => new List<Value>()).ToArray();

        public void Add(IEnumerable<Value> results)
        {
            foreach ((List<Value> steps, Value result) in _steps.Zip(results, (s, r) => (s, r)))
            {
                steps.Add(node.View(result, null));
            }
        }

        public IEnumerable<Value> Join() => _steps.Select((steps, i) => Join(steps, axis(i), backwards(i)));

        private Value Join(List<Value> steps, int along, bool reversed)
        {
            if (steps.Count == 0)
            {
                throw node.Unsupported("it takes no step, so that the shape of what its steps give is not known.");
            }

            along = node.Axis(along, steps[0].Shape.Rank + 1);
            Value?[] slices = steps.Select(x => (Value?)node.Emit(new Reshape(Widened(x.Shape, along)), x)).ToArray();
            return slices.Length == 1 ? slices[0]! : node.Emit(new Concat(along), reversed ? slices.Reverse().ToArray() : slices);
        }

        private static Shape Widened(Shape shape, int axis) => new(shape.Dimensions.Take(axis).Append(1).Concat(shape.Dimensions.Skip(axis)));
    }
}
