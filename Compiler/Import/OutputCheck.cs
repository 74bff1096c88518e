using System.Linq;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Import;

/// <summary>Compares what the model declares of its outputs with what was inferred; inference is right, and the user is told.</summary>
internal static class OutputCheck
{
    public static void Run(ModelFile file, Graph graph, ProblemLog problems)
    {
        foreach ((OnnxValueInfo declared, GraphOutput output) in file.Model.Graph.Outputs.Zip(graph.Outputs, (d, o) => (d, o)))
        {
            Shape shape = output.Value.Shape;
            bool shapeDiffers = declared.Dimensions is { } dimensions
                && (dimensions.Count != shape.Rank || dimensions.Where((d, axis) => d.Size is { } size && size != shape[axis]).Any());
            bool typeDiffers = OnnxDataType.ToElementType(declared.DataType) is { } element && element != output.Value.Type.Element;
            if (shapeDiffers || typeDiffers)
            {
                string stated = OnnxDataType.Name(declared.DataType)
                    + (declared.Dimensions is null ? "" : "[" + string.Join(",", declared.Dimensions.Select(d => d.Size?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?")) + "]");
                problems.Warn(
                    ProblemKind.InvalidGraph,
                    $"The model declares the output {Printable.Quote(output.Name)} as {stated}, and its operators give {output.Value.Type.Element.ShortName()}{shape}, which is used.");
            }
        }
    }
}
