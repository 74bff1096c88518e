using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Codegen.Writing;
using Octavo.Compiler.Lengths;

namespace Octavo.Compiler.Codegen.Planning;

/// <summary>An input or output of the generated class.</summary>
/// <param name="Name">The name in the model.</param>
/// <param name="Parameter">The C# parameter.</param>
/// <param name="Prefix">The prefix of its constants: <c>Input</c> or <c>Output</c> when it is the only one, else its own name.</param>
/// <param name="Type">Element type and the shape of one item.</param>
/// <param name="Codes">What the codes mean at the quantized entry points; null when the class has none.</param>
/// <param name="Open">The shape for every length, when the class is one of open length and <paramref name="Type"/> holds the greatest.</param>
internal sealed record Port(string Name, string Parameter, string Prefix, TensorType Type, Quantization? Codes, OpenShape? Open)
{
    public string CSharpType => Type.Element.CSharpName();

    /// <summary>The dimensions, −1 where they are open: the first, when it is a symbolic batch, and those that depend on the length.</summary>
    public IEnumerable<int> Dimensions(bool batch) =>
        Type.Shape.Dimensions.Select((d, axis) => (batch && axis == 0) || Open is { } open && !open.Dimensions[axis].IsConstant ? -1 : d);

    /// <summary>The shape for people; a symbolic batch is N.</summary>
    public string ShapeText(bool batch) =>
        "[" + string.Join(",", Type.Shape.Dimensions.Select((d, axis) => batch && axis == 0 ? "N" : Open?.Dimensions[axis].In(OpenLength.Variable) ?? Literal.Int(d))) + "]";

    public static IReadOnlyList<Port> Of(Plan plan, bool inputs, Identifiers parameters, Identifiers members, IReadOnlyList<OpenShape>? open)
    {
        var ports = new List<Port>();
        int count = inputs ? plan.Graph.Inputs.Count : plan.Graph.Outputs.Count;
        bool codes = HasCodes(plan);
        for (int i = 0; i < count; i++)
        {
            string name = inputs ? plan.Graph.Inputs[i].Name : plan.Graph.Outputs[i].Name;
            Value value = inputs ? plan.Graph.Inputs[i] : plan.Graph.Outputs[i].Value;
            string fallback = inputs ? "input" : "output";
            ports.Add(new Port(
                name,
                parameters.Camel(name, fallback),
                count == 1 ? (inputs ? "Input" : "Output") : members.Pascal(name, inputs ? "Input" : "Output"),
                value.Type,
                codes ? Border(plan, inputs ? StorageKind.Input : StorageKind.Output, i).First() : null,
                open?[i]));
        }

        return ports;
    }

    /// <summary>Every input goes straight into one quantization and every output comes straight from one.</summary>
    public static bool HasCodes(Plan plan) =>
        plan.Layers.All(l => l is IBorderLayer || l.Operands.All(o => o.View.Storage.Kind is StorageKind.Arena or StorageKind.Weights))
        && plan.Layers.All(l => l.Operands.Count(o => IsOutside(o)) <= 1)
        && Enumerable.Range(0, plan.Graph.Inputs.Count).All(i => Border(plan, StorageKind.Input, i).Distinct().Count() == 1)
        && Enumerable.Range(0, plan.Graph.Outputs.Count).All(i => Border(plan, StorageKind.Output, i).Distinct().Count() == 1);

    public static bool IsOutside(Operand operand) => operand.View.Storage.Kind is StorageKind.Input or StorageKind.Output;

    private static IEnumerable<Quantization> Border(Plan plan, StorageKind kind, int position) =>
        plan.Layers.Where(l => l.Operands.Any(o => o.View.Storage.Kind == kind && o.View.Storage.Position == position))
            .OfType<IBorderLayer>().Select(l => l.Codes);
}
