using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Import;
using Octavo.Generator.Tests.Support;

namespace Octavo.Generator.Tests.Docs;

/// <summary>A smallest model with an operator.</summary>
/// <param name="Inputs">How many operands have the element type in question; they are images of 1×4×4×4 unless <paramref name="Shape"/> says otherwise.</param>
internal sealed record OperatorRecipe(int Inputs, int[]? Shape = null)
{
    private const int LatestOpset = 25;

    private static readonly int[] Image = [1, 4, 4, 4];

    private static readonly Dictionary<string, OperatorRecipe> Recipes = new()
    {
        ["Conv"] = Weights([4, 4, 3, 3]) with { HasCodesAsWeights = true },
        ["ConvTranspose"] = Weights([4, 4, 3, 3]) with { HasCodesAsWeights = true },
        ["Gemm"] = Weights([4, 4]) with { Shape = [4, 4], HasCodesAsWeights = true },
        ["MatMul"] = Weights([4, 4]) with { HasCodesAsWeights = true },
        ["Min"] = new OperatorRecipe(2),
        ["Max"] = new OperatorRecipe(2),
        ["Sum"] = new OperatorRecipe(2),
        ["Mean"] = new OperatorRecipe(2),
        ["Clip"] = Weights([[]]),
        ["MaxPool"] = With(("kernel_shape", new[] { 2, 2 })),
        ["AveragePool"] = With(("kernel_shape", new[] { 2, 2 })),
        ["LpPool"] = With(("kernel_shape", new[] { 2, 2 })),
        ["BatchNormalization"] = Weights([4], [4], [4], [4]),
        ["InstanceNormalization"] = Weights([4], [4]),
        ["GroupNormalization"] = Weights([4], [4]) with { Attributes = [("num_groups", 2)] },
        ["LayerNormalization"] = Weights([4]),
        ["RMSNormalization"] = Weights([4]),
        ["SimplifiedLayerNormalization"] = Weights([4]),
        ["LRN"] = With(("size", 3)),
        ["PRelu"] = Weights([4, 1, 1]),
        ["Reshape"] = Numbers(4, 16),
        ["Expand"] = Numbers(2, 4, 4, 4),
        ["Tile"] = Numbers(1, 2, 1, 1),
        ["Squeeze"] = Numbers(0),
        ["Unsqueeze"] = Numbers(0),
        ["Pad"] = Numbers(0, 0, 1, 1, 0, 0, 1, 1),
        ["Slice"] = Numbers(0, 0, 1, 1) with { More = [[1, 4, 3, 3]] },
        ["Gather"] = Numbers(0) with { Attributes = [("axis", 1)] },
        ["GatherElements"] = Numbers(0) with { Shape = [4] },
        ["GatherND"] = Numbers(0) with { Shape = [4] },
        ["TopK"] = Numbers(2),
        ["CumSum"] = Numbers(1),
        ["CumProd"] = Numbers(1),
        ["Concat"] = new OperatorRecipe(2) { Attributes = [("axis", 1)] },
        ["Split"] = With(("axis", 1), ("num_outputs", 1)),
        ["SpaceToDepth"] = With(("blocksize", 2)),
        ["DepthToSpace"] = With(("blocksize", 2)),
        ["Resize"] = new OperatorRecipe(1) { Floats = [1, 1, 2, 2], SkipRoi = true, Attributes = [("mode", "linear")] },
        ["Upsample"] = new OperatorRecipe(1) { Floats = [1, 1, 2, 2], Attributes = [("mode", "nearest")] },
        ["Cast"] = With(("to", 1)),
        ["CenterCropPad"] = Numbers(1, 4, 2, 2),
        ["BitShift"] = new OperatorRecipe(2) { Attributes = [("direction", "LEFT")] },
        ["Einsum"] = new OperatorRecipe(2, [4, 4]) { Attributes = [("equation", "ij,jk->ik")] },
        ["Where"] = new OperatorRecipe(2) { Condition = true },
        ["GridSample"] = new OperatorRecipe(2, [1, 2, 2, 2]),
        ["Det"] = new OperatorRecipe(1, [3, 3]),
    };

    /// <summary>In a quantized network the first constant is quantized too.</summary>
    public bool HasCodesAsWeights { get; init; }

    public (string Name, object Value)[] Attributes { get; init; } = [];

    /// <summary>Constant operands of the element type, by their shapes.</summary>
    public int[][] Constants { get; init; } = [];

    /// <summary>A constant operand of 64-bit integers.</summary>
    public long[]? Integers { get; init; }

    public long[][] More { get; init; } = [];

    /// <summary>A constant operand of floats, behind an absent one for Resize.</summary>
    public float[]? Floats { get; init; }

    public bool SkipRoi { get; init; }

    /// <summary>A first operand that is bool.</summary>
    public bool Condition { get; init; }

    public Dim[] Dimensions => [.. (Shape ?? Image).Select(d => (Dim)d)];

    /// <summary>What to try for an operator, in order.</summary>
    public static IEnumerable<OperatorRecipe> For(OperatorEntry entry) =>
        Recipes.TryGetValue(entry.Name, out OperatorRecipe? recipe) ? [recipe] : [new OperatorRecipe(1), new OperatorRecipe(2), new OperatorRecipe(3), new OperatorRecipe(2, [4, 4])];

    public OnnxBuilder Begin(OperatorEntry entry, ElementType element)
    {
        int opset = entry.Domain.Length == 0 ? Math.Min(entry.Until, LatestOpset) : LatestOpset;
        OnnxBuilder model = new OnnxBuilder(opset, irVersion: 11);
        if (entry.Domain.Length > 0)
        {
            model.Opset(entry.Domain, 1);
        }

        for (int i = 0; i < Constants.Length; i++)
        {
            var data = new TensorData(element, new Shape(Constants[i]));
            if (element == ElementType.Float32)
            {
                data.As<float>().Fill(0.5f);
            }

            model.Initializer("c" + i, data);
        }

        return Condition ? model.Initializer("condition", new TensorData(ElementType.Bool, new Shape(4), [1, 0, 1, 0])) : model;
    }

    /// <param name="weights">What stands in the place of the first constant; null for the constant itself.</param>
    public OnnxBuilder Apply(OperatorEntry entry, OnnxBuilder model, string[] operands, string? weights = null)
    {
        List<string> inputs = [.. Condition ? ["condition"] : Array.Empty<string>(), .. operands, .. Constants.Select((_, i) => i == 0 && weights is not null ? weights : "c" + i)];
        foreach ((long[] values, int i) in (Integers is null ? [] : More.Prepend(Integers)).Select((v, i) => (v, i)))
        {
            inputs.Add("i" + i);
            model.Initializer<long>("i" + i, [values.Length], values);
        }

        if (Floats is not null)
        {
            inputs.AddRange(SkipRoi ? ["", "f"] : ["f"]);
            model.Initializer<float>("f", [Floats.Length], Floats);
        }

        return model.Node(entry.Domain.Length == 0 ? entry.Name : $"{entry.Domain}:{entry.Name}", [.. inputs], ["y"], Attributes);
    }

    private static OperatorRecipe Weights(params int[][] shapes) => new(1) { Constants = shapes };

    private static OperatorRecipe Numbers(params long[] values) => new(1) { Integers = values };

    private static OperatorRecipe With(params (string, object)[] attributes) => new(1) { Attributes = attributes };
}
