using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Movement;
using Octavo.Compiler.Import.Tensors;

namespace Octavo.Compiler.Import.Operators.Known;

/// <summary>Constants, and the operators on shapes and constants that vanish while the model is compiled.</summary>
internal static class ConstantImport
{
    private const string ConstantsOnly = "of constants only";

    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("Constant", Constant, "dense numbers"),
        new("Shape", Shape),
        new("Size", node => node.Emit(TensorData.Longs(Compiler.Shape.Scalar, node.Required(0).Shape.Length))),
        new("ConstantOfShape", ConstantOfShape),
        new("Range", Range, ConstantsOnly),
        new("Expand", Expand),
        new("Tile", Tile) { Since = 6 },
    ];

    private static Value Constant(NodeContext node)
    {
        NodeAttributes attributes = node.Attributes;
        if (attributes.Tensor("value") is { } tensor)
        {
            return node.Emit(node.Read(tensor));
        }

        if (attributes.Floats("value_floats") is { } floats)
        {
            return node.Emit(TensorData.Floats(new Shape(floats.Count), floats.ToArray()));
        }

        if (attributes.Longs("value_ints") is { } ints)
        {
            return node.Emit(TensorData.Longs(new Shape(ints.Count), ints.ToArray()));
        }

        return attributes.Has("value_float") ? node.Emit(TensorData.Floats(Compiler.Shape.Scalar, attributes.Float("value_float", 0)))
            : attributes.Has("value_int") ? node.Emit(TensorData.Longs(Compiler.Shape.Scalar, attributes.Int("value_int", 0)))
            : throw new ImportException(ProblemKind.UnsupportedType, "its value is sparse or text; Octavo reads dense numbers only.");
    }

    private static Value Shape(NodeContext node)
    {
        Shape shape = node.Required(0).Shape;
        int start = Bound(node.Attributes.Int("start", 0)), end = Bound(node.Attributes.Int("end", shape.Rank));
        long[] part = shape.Dimensions.Skip(start).Take(System.Math.Max(end - start, 0)).Select(d => (long)d).ToArray();
        return node.Emit(TensorData.Longs(new Shape(part.Length), part));

        int Bound(long bound) => (int)System.Math.Max(0, System.Math.Min(bound < 0 ? bound + shape.Rank : bound, shape.Rank));
    }

    private static Value ConstantOfShape(NodeContext node)
    {
        TensorData value = node.Attributes.Tensor("value") is { } tensor ? node.Read(tensor) : TensorData.Floats(new Shape(1), 0);
        var shape = new Shape(node.Constant(0, "shape")?.ToInts() ?? throw node.Invalid("its shape is missing."));
        if (value.Length != 1)
        {
            throw node.Invalid($"its value has {value.Length} elements instead of one.");
        }

        return node.Emit(ConstantTensors.Filled(value.Reshaped(Compiler.Shape.Scalar), Limited(node, shape)));
    }

    private static Value Range(NodeContext node)
    {
        TensorData start = Operand(node, 0), limit = Operand(node, 1), delta = node.Constant(2, "delta") ?? ConstantTensors.OfReals(start.Element, Compiler.Shape.Scalar, [1]);
        ElementRules.Common(node, node.Required(0), node.Required(1), node.Optional(2));
        double steps = System.Math.Ceiling((limit.FloatAt(0) - start.FloatAt(0)) / delta.FloatAt(0));
        if (!(steps <= int.MaxValue))
        {
            throw node.Invalid("it has no end.");
        }

        var shape = new Shape((int)System.Math.Max(steps, 0));
        IEnumerable<int> indices = Enumerable.Range(0, (int)Limited(node, shape).Length);
        return node.Emit(start.Element.IsFloat()
            ? ConstantTensors.OfReals(start.Element, shape, indices.Select(i => start.FloatAt(0) + (i * delta.FloatAt(0))).ToArray())
            : ConstantTensors.OfIntegers(start.Element, shape, indices.Select(i => start.IntegerAt(0) + (i * delta.IntegerAt(0))).ToArray()));
    }

    /// <summary>Repeating an axis of one element is picking that element several times.</summary>
    private static Value Expand(NodeContext node)
    {
        Value x = node.Required(0);
        var wanted = new Shape(node.Constant(1, "shape")?.ToInts() ?? throw node.Invalid("its shape is missing."));
        Shape shape = Broadcasting.Common(x.Shape, wanted);
        x = ReshapeImport.Emit(node, x, new Shape(Enumerable.Repeat(1, shape.Rank - x.Shape.Rank).Concat(x.Shape.Dimensions)));
        return GatherImport.Pick(node, x, shape.Dimensions.Select((d, axis) => d == x.Shape[axis] ? null : new int[Limited(node, shape)[axis]]).ToArray());
    }

    private static Value Tile(NodeContext node)
    {
        Value x = node.Required(0);
        int[] repeats = node.Constant(1, "repeats")?.ToInts() ?? throw node.Invalid("its repeats are missing.");
        if (repeats.Length != x.Shape.Rank || repeats.Any(r => r < 0))
        {
            throw node.Invalid($"the repeats [{string.Join(",", repeats)}] do not fit {x.Shape}.");
        }

        Shape shape = Limited(node, new Shape(x.Shape.Dimensions.Select((d, axis) => checked(d * repeats[axis]))));
        return GatherImport.Pick(node, x, repeats.Select((r, axis) => r == 1 ? null : Enumerable.Range(0, shape[axis]).Select(i => i % x.Shape[axis]).ToArray()).ToArray());
    }

    private static TensorData Operand(NodeContext node, int index) => node.Constant(index, $"input {index}") ?? throw node.Invalid($"input {index} is missing.");

    /// <summary>A constant that is computed here must be of a reasonable size, whatever the model asks for.</summary>
    private static Shape Limited(NodeContext node, Shape shape)
    {
        const int MaxElements = 1 << 27;
        long elements = 1;
        foreach (int dimension in shape.Dimensions)
        {
            elements *= dimension;
            if (elements > MaxElements)
            {
                throw node.Unsupported($"its result has the shape {shape}, which is too large for a constant.");
            }
        }

        return shape;
    }
}
