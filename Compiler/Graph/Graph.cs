using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler;

/// <summary>A graph result and the name under which the model publishes it.</summary>
public sealed class GraphOutput(string name, Value value)
{
    public string Name { get; } = name;

    public Value Value { get; set; } = value;
}

/// <summary>
/// The compiler's one intermediate representation: nodes in an order in which they can be executed, all shapes static. A symbolic
/// batch is compiled as one item, see <see cref="HasSymbolicBatch"/>. Passes change a graph through the methods here.
/// </summary>
public sealed class Graph(string name)
{
    private readonly List<Node> _nodes = [];

    public string Name { get; } = name;

    public List<Value> Inputs { get; } = [];

    public List<GraphOutput> Outputs { get; } = [];

    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>
    /// The model left the first dimension of its inputs and outputs symbolic. Shapes here have 1 in its place, and items are
    /// independent of each other, so that the generated code runs the graph once per item.
    /// </summary>
    public bool HasSymbolicBatch { get; set; }

    /// <summary>Inputs that go on from what outputs were at the inference before.</summary>
    public IReadOnlyList<StateTensor> States { get; set; } = [];

    /// <summary>Appends a node, whose inputs must exist already; returns its first output.</summary>
    public Value Add(Operator op, string name, IEnumerable<Value?> inputs, params TensorType[] outputTypes) =>
        AddNode(op, name, inputs, outputTypes).Y;

    /// <summary>Appends a node, whose inputs must exist already.</summary>
    public Node AddNode(Operator op, string name, IEnumerable<Value?> inputs, params TensorType[] outputTypes)
    {
        Node node = Make(op, name, inputs, outputTypes);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Inserts a node before another one; returns its first output.</summary>
    public Value InsertBefore(Node anchor, Operator op, string name, IEnumerable<Value?> inputs, params TensorType[] outputTypes)
    {
        Node node = Make(op, name, inputs, outputTypes);
        _nodes.Insert(_nodes.IndexOf(anchor), node);
        return node.Y;
    }

    /// <summary>Inserts a node after another one; returns its first output.</summary>
    public Value InsertAfter(Node anchor, Operator op, string name, IEnumerable<Value?> inputs, params TensorType[] outputTypes)
    {
        Node node = Make(op, name, inputs, outputTypes);
        _nodes.Insert(_nodes.IndexOf(anchor) + 1, node);
        return node.Y;
    }

    /// <summary>Removes a node. Its outputs must have no consumers left.</summary>
    public void Remove(Node node)
    {
        foreach (Value output in node.Outputs)
        {
            if (output.Producer == node)
            {
                output.Producer = null;
            }
        }

        _nodes.Remove(node);
    }

    /// <summary>Makes every consumer of <paramref name="old"/>, graph outputs included, read <paramref name="replacement"/> instead.</summary>
    public void ReplaceUses(Value old, Value replacement)
    {
        foreach (Node node in _nodes)
        {
            for (int i = 0; i < node.Inputs.Count; i++)
            {
                if (node.Inputs[i] == old)
                {
                    node.Inputs[i] = replacement;
                }
            }
        }

        foreach (GraphOutput output in Outputs)
        {
            if (output.Value == old)
            {
                output.Value = replacement;
            }
        }
    }

    /// <summary>Lets <paramref name="node"/> produce an existing value in place of the node that produced it.</summary>
    public static void SetOutput(Node node, int index, Value value)
    {
        node.Outputs[index] = value;
        value.Producer = node;
    }

    /// <summary>The nodes that read a value, each once, in execution order.</summary>
    public List<Node> Consumers(Value value) => _nodes.Where(n => n.Inputs.Contains(value)).ToList();

    public bool IsOutput(Value value) => Outputs.Any(o => o.Value == value);

    /// <summary>The only node that reads a value, once, when the value is no graph output; otherwise null.</summary>
    public Node? SingleConsumer(Value value)
    {
        Node? single = null;
        foreach (Node node in _nodes)
        {
            foreach (Value? input in node.Inputs)
            {
                if (input == value)
                {
                    if (single is not null)
                    {
                        return null;
                    }

                    single = node;
                }
            }
        }

        return IsOutput(value) ? null : single;
    }

    /// <summary>Removes the nodes whose results nobody reads.</summary>
    public void RemoveDeadNodes()
    {
        var live = new HashSet<Value>(Outputs.Select(o => o.Value));
        for (int i = _nodes.Count - 1; i >= 0; i--)
        {
            Node node = _nodes[i];
            if (node.Outputs.Any(live.Contains))
            {
                live.UnionWith(node.Inputs.Where(v => v is not null)!);
            }
            else
            {
                Remove(node);
            }
        }
    }

    public override string ToString() => GraphPrinter.Print(this);

    private static Node Make(Operator op, string name, IEnumerable<Value?> inputs, TensorType[] outputTypes)
    {
        var outputs = outputTypes.Select((type, i) => new Value(i == 0 ? name : $"{name}:{i}", type)).ToList();
        var node = new Node(name, op, inputs, outputs);
        foreach (Value output in outputs)
        {
            output.Producer = node;
        }

        return node;
    }
}
