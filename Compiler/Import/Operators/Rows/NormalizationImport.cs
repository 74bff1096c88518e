using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;

namespace Octavo.Compiler.Import.Operators.Rows;

/// <summary>Normalizations: by given statistics, or by those of rows of the tensor.</summary>
internal static class NormalizationImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("BatchNormalization", BatchNormalization) { Since = 7 },
        new("InstanceNormalization", InstanceNormalization) { Since = 6 },
        new("GroupNormalization", GroupNormalization) { Since = 18 },
        new("LayerNormalization", LayerNormalization),
        new("RMSNormalization", RmsNormalization),
        new("LpNormalization", LpNormalization),
        new("MeanVarianceNormalization", MeanVarianceNormalization) { Since = 9 },
        new("LRN", LocalResponse),
    ];

    /// <summary>(x − mean) / √(variance + ε) of the rows that the axes from one on make, scaled and shifted by parameters that are broadcast to x.</summary>
    public static Value Rows(NodeContext node, Value x, int axis, float epsilon, bool centred = true, Value? scale = null, Value? bias = null)
    {
        bool fits = new[] { scale, bias }.All(p => p is null || Compiler.LayerNormalization.Fits(p.Shape, x.Shape)) && (scale is null || bias is null || scale.Shape.Equals(bias.Shape));
        if (x.Type.Element != ElementType.Float64 && fits)
        {
            return node.Emit(new LayerNormalization(axis, epsilon) { Centred = centred }, x, scale, bias);
        }

        Value y;
        if (x.Type.Element != ElementType.Float64)
        {
            y = node.Emit(new LayerNormalization(axis, epsilon) { Centred = centred }, x);
        }
        else
        {
            int[] axes = Formulas.AxesFrom(axis, x.Shape.Rank);
            Value d = centred ? node.Binary(BinaryKind.Sub, x, node.Reduce(ReduceKind.Mean, x, axes)) : x;
            y = node.Binary(BinaryKind.Mul, d, InverseDeviation(node, d, axes, epsilon));
        }

        y = scale is null ? y : node.Binary(BinaryKind.Mul, y, scale);
        return bias is null ? y : node.Binary(BinaryKind.Add, y, bias);
    }

    /// <summary>1 / √(variance + ε) along some axes.</summary>
    public static Value InverseDeviation(NodeContext node, Value centred, int[] axes, float epsilon)
    {
        Value variance = node.Reduce(ReduceKind.Mean, node.Binary(BinaryKind.Mul, centred, centred), axes);
        return node.Unary(UnaryKind.Reciprocal, node.Unary(UnaryKind.Sqrt, node.Binary(BinaryKind.Add, variance, epsilon)));
    }

    /// <summary>With the training mode, also the running statistics, which take a share of those of the batch.</summary>
    private static IReadOnlyList<Value> BatchNormalization(NodeContext node)
    {
        float momentum = node.Attributes.Float("momentum", 0.9f), epsilon = node.Attributes.Float("epsilon", 1e-5f);
        if (!node.Attributes.Flag("spatial", absent: true))
        {
            throw node.Unsupported("statistics per element (spatial = 0) are not supported. Export the model with statistics per channel.");
        }

        Value x = node.Real(0);
        Value[] parameters = [node.Real(1), node.Real(2), node.Real(3), node.Real(4)];
        if (x.Shape.Rank < 2 || parameters.Any(p => !p.Shape.Equals(new Shape(x.Shape[1]))))
        {
            throw node.Invalid($"its parameters do not have one element for each channel of {x.Shape}.");
        }

        if (!node.Attributes.Flag("training_mode"))
        {
            return [node.Emit(new BatchNormalization(epsilon), [x, .. parameters])];
        }

        int[] axes = [0, .. Formulas.AxesFrom(2, x.Shape.Rank)];
        Value mean = node.Reduce(ReduceKind.Mean, x, axes), d = node.Binary(BinaryKind.Sub, x, mean);
        Value variance = node.Reduce(ReduceKind.Mean, node.Binary(BinaryKind.Mul, d, d), axes, keep: false);
        mean = node.Reshape(mean, variance.Shape);
        Value y = node.Emit(new BatchNormalization(epsilon), x, parameters[0], parameters[1], mean, variance);
        return [y, Running(parameters[2], mean), Running(parameters[3], variance)];

        Value Running(Value before, Value now) => node.Binary(
            BinaryKind.Add, node.Binary(BinaryKind.Mul, before, momentum), node.Binary(BinaryKind.Mul, now, 1 - momentum));
    }

    private static Value InstanceNormalization(NodeContext node)
    {
        Value x = node.Real(0);
        RequireImage(node, x);
        (Value scale, Value bias) = (node.Real(1), node.Real(2));
        return Rows(node, x, 2, node.Attributes.Float("epsilon", 1e-5f), true, OfChannels(node, scale, x.Shape), OfChannels(node, bias, x.Shape));
    }

    /// <summary>Scale and bias have one element per group before operator set 21, per channel since.</summary>
    private static Value GroupNormalization(NodeContext node)
    {
        node.Attributes.Ignore("stash_type");
        Value x = node.Real(0);
        RequireImage(node, x);
        int groups = checked((int)node.Attributes.Int("num_groups", 0));
        if (groups <= 0 || x.Shape[1] % groups != 0)
        {
            throw node.Invalid($"the channels of {x.Shape} do not divide into {groups} groups.");
        }

        (Value scale, Value bias) = (node.Real(1), node.Real(2));
        int channels = x.Shape[1] / groups, pixels = checked((int)x.Shape.Product(2, x.Shape.Rank));
        var grouped = new Shape(x.Shape[0], groups, channels, pixels);
        var parameters = new Shape(groups, node.Opset < 21 ? 1 : channels, 1);
        Value y = Rows(
            node, node.Reshape(x, grouped), 2, node.Attributes.Float("epsilon", 1e-5f), true, node.Reshape(scale, parameters), node.Reshape(bias, parameters));
        return node.Reshape(y, x.Shape);
    }

    private static IReadOnlyList<Value> LayerNormalization(NodeContext node)
    {
        node.Attributes.Ignore("stash_type");
        Value x = node.Real(0), scale = node.Real(1);
        Value? bias = node.Optional(2) is null ? null : node.Real(2);
        int rank = x.Shape.Rank, axis = node.Axis(node.Attributes.Int("axis", -1), rank);
        float epsilon = node.Attributes.Float("epsilon", 1e-5f);
        Value y = Rows(node, x, axis, epsilon, true, scale, bias);

        // The statistics that are results, too, are rarely read.
        int[] axes = Formulas.AxesFrom(axis, rank);
        Value mean = node.Reduce(ReduceKind.Mean, x, axes);
        return [y, mean, InverseDeviation(node, node.Binary(BinaryKind.Sub, x, mean), axes, epsilon)];
    }

    private static Value RmsNormalization(NodeContext node)
    {
        node.Attributes.Ignore("stash_type");
        Value x = node.Real(0);
        int axis = node.Axis(node.Attributes.Int("axis", -1), x.Shape.Rank);
        return Rows(node, x, axis, node.Attributes.Float("epsilon", 1e-5f), false, node.Real(1));
    }

    private static Value LpNormalization(NodeContext node)
    {
        Value x = node.Real(0);
        int axis = node.Axis(node.Attributes.Int("axis", -1), x.Shape.Rank);
        long order = node.Attributes.Int("p", 2);
        return order is 1 or 2
            ? node.Binary(BinaryKind.Div, x, ReductionImport.Norm(node, x, [axis], (int)order))
            : throw node.Invalid($"its order is {order} instead of 1 or 2.");
    }

    /// <summary>(x − mean) / (√variance + 10⁻⁹)</summary>
    private static Value MeanVarianceNormalization(NodeContext node)
    {
        Value x = node.Real(0);
        int[] axes = [.. (node.Attributes.Longs("axes") ?? [0, 2, 3]).Select(axis => node.Axis(axis, x.Shape.Rank)).Distinct().OrderBy(axis => axis)];
        Value d = node.Binary(BinaryKind.Sub, x, node.Reduce(ReduceKind.Mean, x, axes));
        Value deviation = node.Unary(UnaryKind.Sqrt, node.Reduce(ReduceKind.Mean, node.Binary(BinaryKind.Mul, d, d), axes));
        return node.Binary(BinaryKind.Div, d, node.Binary(BinaryKind.Add, deviation, 1e-9));
    }

    /// <summary>x / (bias + alpha / size · Σ x²)^beta, the sum over the channels around each one: as many shifted copies as the window is wide.</summary>
    private static Value LocalResponse(NodeContext node)
    {
        Value x = node.Real(0);
        RequireImage(node, x);
        int size = checked((int)node.Attributes.Int("size", 0)), rank = x.Shape.Rank;
        if (size < 1)
        {
            throw node.Invalid($"its size is {size}.");
        }

        int before = (size - 1) / 2;
        int[] begin = new int[rank], end = new int[rank], steps = Enumerable.Repeat(1, rank).ToArray();
        (begin[1], end[1]) = (before, size - 1 - before);
        Value squares = node.Emit(new Pad(begin, end, PadMode.Constant, 0), node.Binary(BinaryKind.Mul, x, x));
        Value? sum = null;
        for (int i = 0; i < size; i++)
        {
            int[] starts = new int[rank];
            starts[1] = i;
            Value shifted = node.Emit(new Slice(starts, steps, x.Shape.ToArray()), squares);
            sum = sum is null ? shifted : node.Binary(BinaryKind.Add, sum, shifted);
        }

        Value scaled = node.Binary(BinaryKind.Mul, sum!, node.Attributes.Float("alpha", 1e-4f) / size);
        Value divisor = node.Binary(BinaryKind.Add, scaled, node.Attributes.Float("bias", 1));
        return node.Binary(BinaryKind.Div, x, Power(node, divisor, node.Attributes.Float("beta", 0.75f)));
    }

    /// <summary>The powers that models have are products of roots.</summary>
    private static Value Power(NodeContext node, Value x, float exponent)
    {
        if (exponent is not (0.5f or 0.75f))
        {
            return node.Binary(BinaryKind.Pow, x, exponent);
        }

        Value root = node.Unary(UnaryKind.Sqrt, x);
        return exponent == 0.5f ? root : node.Binary(BinaryKind.Mul, root, node.Unary(UnaryKind.Sqrt, root));
    }

    /// <summary>One number for each element of the axis behind the items.</summary>
    private static Value OfChannels(NodeContext node, Value parameters, Shape x) =>
        node.Reshape(parameters, new Shape(x.Dimensions.Skip(1).Select((d, i) => i == 0 ? d : 1)));

    private static void RequireImage(NodeContext node, Value x)
    {
        if (x.Shape.Rank < 3)
        {
            throw node.Invalid($"it needs items, channels and spatial axes, not {x.Shape}.");
        }
    }
}
