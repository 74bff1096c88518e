using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Codegen;
using Octavo.Compiler.Codegen.Layers;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Import;
using Octavo.Generator.Tests.Support;

namespace Octavo.Generator.Tests.Docs;

/// <summary>Finds out what the compiler makes of an operator by compiling small models with it: for which element types, and how it runs on quantized codes.</summary>
internal sealed class OperatorProbe
{
    private static readonly ElementType[] Types =
    [
        ElementType.Float32, ElementType.Float64, ElementType.Float16, ElementType.BFloat16, ElementType.UInt8, ElementType.Int8, ElementType.UInt16, ElementType.Int16,
        ElementType.UInt32, ElementType.Int32, ElementType.UInt64, ElementType.Int64, ElementType.Bool,
    ];

    private readonly OperatorEntry _entry;
    private readonly OperatorRecipe? _recipe;

    public OperatorProbe(OperatorEntry entry)
    {
        _entry = entry;
        _recipe = OperatorRecipe.For(entry).FirstOrDefault(recipe => Types.Any(type => Compile(recipe, type) is not null));
    }

    /// <summary>The types of the first operand that compile; empty when the probe has no model for the operator.</summary>
    public string ElementTypes
    {
        get
        {
            ElementType[] types = _recipe is null ? [] : [.. Types.Where(type => Compile(_recipe, type) is not null)];
            return types.Length == Types.Length ? "all"
                : types.SequenceEqual(Types.Where(t => t != ElementType.Bool)) ? "numbers"
                : types.SequenceEqual(Types.Where(t => t.IsFloat())) ? "floats"
                : types.SequenceEqual(Types.Where(t => t.IsFloat() && t != ElementType.Float64)) ? "floats up to 32 bits"
                : string.Join(" ", types.Select(t => t.ShortName()));
        }
    }

    /// <summary>How the operator runs between DequantizeLinear and QuantizeLinear of 8 bits.</summary>
    public string OnCodes
    {
        get
        {
            IEnumerable<Layer> layers = _recipe is null ? [] : Quantized(_recipe)?.Plan.Layers ?? [];
            return !layers.Any() ? ""
                : layers.Any(l => l.Operands.Any(o => o.View.Storage is { Element: var element, Kind: not StorageKind.Weights } && element.IsFloat())) ? "float"
                : layers.Any(l => l is FusionLayer or NormalizationLayer or InterpolationLayer) ? "in registers"
                : layers.All(l => l is LookupLayer or FlipSignLayer) ? "table"
                : layers.All(l => l is CopyLayer or PickLayer or PadLayer or GatherLayer or GatherAtLayer or ReverseSequenceLayer) ? "moved"
                : "integer";
        }
    }

    private CompiledModel? Compile(OperatorRecipe recipe, ElementType element)
    {
        OnnxBuilder model = recipe.Begin(_entry, element);
        string[] operands = [.. Enumerable.Range(0, recipe.Inputs).Select(i => "x" + i)];
        foreach (string operand in operands)
        {
            model.Input(operand, element, recipe.Dimensions);
        }

        return Compile(recipe.Apply(_entry, model, operands).Output("y", element));
    }

    private CompiledModel? Quantized(OperatorRecipe recipe)
    {
        OnnxBuilder model = recipe.Begin(_entry, ElementType.Float32).Scalar("s", 0.05f).Scalar("z", (byte)128);
        for (int i = 0; i < recipe.Inputs; i++)
        {
            model.Input("q" + i, ElementType.UInt8, recipe.Dimensions).Node("DequantizeLinear", ["q" + i, "s", "z"], ["x" + i]);
        }

        if (recipe.HasCodesAsWeights)
        {
            var codes = new TensorData(ElementType.Int8, new Shape(recipe.Constants[0]));
            codes.Bytes.AsSpan().Fill(3);
            model.Initializer("w", codes).Scalar("ws", 0.02f).Scalar("wz", (sbyte)0).Node("DequantizeLinear", ["w", "ws", "wz"], ["weights"]);
        }

        recipe.Apply(_entry, model, [.. Enumerable.Range(0, recipe.Inputs).Select(i => "x" + i)], recipe.HasCodesAsWeights ? "weights" : null);
        return Compile(model.Node("QuantizeLinear", ["y", "s", "z"], ["r"]).Output("r", ElementType.UInt8));
    }

    private static CompiledModel? Compile(OnnxBuilder model)
    {
        try
        {
            return ModelCompiler.Compile(model.Source(), new CompilerOptions("Probe"));
        }
        catch (ModelException)
        {
            return null;
        }
    }
}
