using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Quantizing;

/// <summary>What rewriting asks of nodes and how it makes them.</summary>
internal static class NodeRecords
{
    /// <summary>The name by which people know a node: its own, or that of its first result.</summary>
    public static string Label(this OnnxNode node) => node.Name.Length > 0 ? node.Name : node.Outputs.FirstOrDefault() ?? node.OpType;

    public static bool Is(this OnnxNode node, params string[] operators) => node.Domain.Length == 0 && Array.IndexOf(operators, node.OpType) >= 0;

    /// <summary>An operand's name; empty when it is absent.</summary>
    public static string Input(this OnnxNode node, int index) => index < node.Inputs.Count ? node.Inputs[index] : "";

    public static long Int(this OnnxNode node, string attribute, long absent) => node.Attributes.TryGetValue(attribute, out OnnxAttribute? value) ? value.Int : absent;

    public static float Float(this OnnxNode node, string attribute, float absent) => node.Attributes.TryGetValue(attribute, out OnnxAttribute? value) ? value.Float : absent;

    /// <summary>A string; empty when it is absent.</summary>
    public static string Text(this OnnxNode node, string attribute) => node.Attributes.TryGetValue(attribute, out OnnxAttribute? value) ? value.String : "";

    public static IReadOnlyList<long>? Ints(this OnnxNode node, string attribute) => node.Attributes.TryGetValue(attribute, out OnnxAttribute? value) ? value.Ints : null;

    public static OnnxNode New(string name, string domain, string op, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs, params OnnxAttribute[] attributes) =>
        new(name, domain, op, Trimmed(inputs), outputs, attributes.ToDictionary(a => a.Name, StringComparer.Ordinal));

    public static OnnxNode WithInput(this OnnxNode node, int index, string name)
    {
        var inputs = node.Inputs.ToList();
        while (inputs.Count <= index)
        {
            inputs.Add("");
        }

        inputs[index] = name;
        return node with { Inputs = Trimmed(inputs) };
    }

    public static OnnxNode WithInputs(this OnnxNode node, Func<string, string> rename) => node with { Inputs = [.. node.Inputs.Select(rename)] };

    public static OnnxNode WithOutputs(this OnnxNode node, Func<string, string> rename) => node with { Outputs = [.. node.Outputs.Select(rename)] };

    public static OnnxNode With(this OnnxNode node, params OnnxAttribute[] attributes) => node.Changed(map => Array.ForEach(attributes, a => map[a.Name] = a));

    public static OnnxNode Without(this OnnxNode node, params string[] attributes) => node.Changed(map => Array.ForEach(attributes, a => map.Remove(a)));

    public static OnnxAttribute Attribute(string name, long value) => new(name, OnnxAttributeKind.Int) { Int = value };

    public static OnnxAttribute Attribute(string name, string value) => new(name, OnnxAttributeKind.String) { String = value };

    private static OnnxNode Changed(this OnnxNode node, Action<Dictionary<string, OnnxAttribute>> change)
    {
        var attributes = node.Attributes.ToDictionary(a => a.Key, a => a.Value, StringComparer.Ordinal);
        change(attributes);
        return node with { Attributes = attributes };
    }

    private static IReadOnlyList<string> Trimmed(IReadOnlyList<string> inputs)
    {
        int count = inputs.Count;
        while (count > 0 && inputs[count - 1].Length == 0)
        {
            count--;
        }

        return [.. inputs.Take(count)];
    }
}
