using System.Collections.Generic;
using System.Linq;
using System.Security;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Import.Inputs;

/// <summary>A graph input with a static type. <paramref name="HasBatch"/>: the model leaves its first dimension open, and it is 1 here.</summary>
internal sealed record GraphInput(string Name, ElementType Element, Shape Shape, bool HasBatch);

/// <summary>Gives every graph input a static shape: from the model, from the option InputShapes, or 1 for an open first dimension.</summary>
internal static class GraphInputs
{
    /// <summary>What the example in a message writes for a size that only the user knows.</summary>
    private const int ExampleSize = 128;

    /// <summary>The inputs; those with a problem, which goes to the log, are left out.</summary>
    /// <exception cref="ModelException">The option is wrong.</exception>
    public static IReadOnlyList<GraphInput> Resolve(ModelFile file, string? inputShapes, ProblemLog problems)
    {
        IReadOnlyDictionary<string, Shape> given = InputShapes.Parse(inputShapes, file.Inputs.Select(i => i.Name).ToList());
        var inputs = new List<GraphInput>();
        var open = new List<OnnxValueInfo>();
        foreach (OnnxValueInfo info in file.Inputs)
        {
            if (info.TypeName != "tensor" || OnnxDataType.ToElementType(info.DataType) is not { } element)
            {
                string type = info.TypeName == "tensor" ? OnnxDataType.Name(info.DataType) : info.TypeName;
                problems.Error(ProblemKind.UnsupportedType, $"Input {Printable.Quote(info.Name)} has the type {type}, which Octavo does not support; inputs must be tensors of numbers.");
            }
            else if (given.TryGetValue(info.Name, out Shape? shape))
            {
                Check(info, shape, inputShapes!);
                inputs.Add(new GraphInput(info.Name, element, shape, HasBatch: false));
            }
            else if (info.Dimensions is null || info.Dimensions.Skip(1).Any(d => d.Size is null))
            {
                open.Add(info);
            }
            else
            {
                bool hasBatch = info.Dimensions.Count > 0 && info.Dimensions[0].Size is null;
                inputs.Add(new GraphInput(info.Name, element, new Shape(info.Dimensions.Select(d => checked((int)(d.Size ?? 1)))), hasBatch));
            }
        }

        if (open.Count > 0)
        {
            problems.Error(ProblemKind.SymbolicShape, Remedy(file, open));
        }

        return inputs;
    }

    private static void Check(OnnxValueInfo info, Shape shape, string option)
    {
        if (info.Dimensions is { } declared
            && (declared.Count != shape.Rank || declared.Where((d, axis) => d.Size is { } size && size != shape[axis]).Any()))
        {
            throw new ModelException(
                ProblemKind.InvalidOption,
                $"InputShapes={Printable.Quote(option)}: the input {Printable.Quote(info.Name)} has the shape {Describe(info)} in the model, so it cannot become {shape}; only symbolic dimensions can be chosen.");
        }
    }

    private static string Remedy(ModelFile file, List<OnnxValueInfo> open)
    {
        string inputs = string.Join(", ", open.Select(i => $"{Printable.Quote(i.Name)} {Describe(i)}"));
        HashSet<string> batches = [.. file.Inputs.Where(i => i.Dimensions is { Count: > 0 }).Select(i => i.Dimensions![0].Symbol)];
        string shapes = string.Join(",", open.Select(i => $"{i.Name}:{Example(i, batches)}"));
        return $"The sizes of {(open.Count == 1 ? "input" : "the inputs")} {inputs} are not fixed in the model, and Octavo compiles for fixed sizes. Write the sizes that you need in the project, or give octavo the same as --input-shapes: "
            + $"<AdditionalFiles Include=\"{SecurityElement.Escape(Printable.Line(file.FileName))}\" InputShapes=\"{SecurityElement.Escape(Printable.Line(shapes))}\" />";
    }

    /// <summary>Sizes named like a first dimension are a batch, for which 1 is the likely wish.</summary>
    private static string Example(OnnxValueInfo info, HashSet<string> batches) => info.Dimensions is { } dimensions
        ? string.Join("x", dimensions.Select((d, axis) => d.Size ?? (axis == 0 || (d.Symbol.Length > 0 && batches.Contains(d.Symbol)) ? 1 : ExampleSize)))
        : $"1x{ExampleSize}";

    private static string Describe(OnnxValueInfo info) => info.Dimensions is { } dimensions
        ? "[" + string.Join(",", dimensions.Select(d => d.Size?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? (d.Symbol.Length > 0 ? Printable.Escape(d.Symbol) : "?"))) + "]"
        : "without a shape";
}
