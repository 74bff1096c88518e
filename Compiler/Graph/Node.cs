using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler;

/// <summary>One operator applied to values. An absent optional input is null; trailing absent inputs are left out.</summary>
public sealed class Node
{
    internal Node(string name, Operator op, IEnumerable<Value?> inputs, IEnumerable<Value> outputs)
    {
        Name = name;
        Op = op;
        Inputs = inputs.ToList();
        Outputs = outputs.ToList();
    }

    /// <summary>The name from the model, or one made from the operator and its first output; for people, untrusted.</summary>
    public string Name { get; }

    public Operator Op { get; set; }

    public List<Value?> Inputs { get; }

    public List<Value> Outputs { get; }

    /// <summary>The first input, which every operator that has inputs has.</summary>
    public Value X => Inputs[0]!;

    /// <summary>The first output.</summary>
    public Value Y => Outputs[0];

    /// <summary>An input that may be absent.</summary>
    public Value? Input(int index) => index < Inputs.Count ? Inputs[index] : null;

    public override string ToString() =>
        $"{string.Join(", ", Outputs)} = {Op}({string.Join(", ", Inputs.Select(i => i?.Name ?? "-"))})  // {Name}";
}
