using System.Collections.Generic;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>The recurrent part of an RNN, GRU or LSTM, one call of its kernel per direction.</summary>
internal sealed class RecurrentLayer : Layer
{
    private readonly Recurrent _op;
    private readonly int _steps;
    private readonly int _items;
    private readonly int _hidden;
    private readonly List<string> _arguments = [];

    /// <param name="panels">Where the weights are packed at run time; null when they are constants.</param>
    private RecurrentLayer(Node node, PlanContext context, View? panels)
        : base(node)
    {
        _op = (Recurrent)node.Op;
        (_steps, _items, _hidden) = (node.X.Shape[0], node.X.Shape[1], node.Inputs[1]!.Shape[2]);
        Pass("x", context.View(node.X));
        if (panels is null)
        {
            float[] weights = node.Inputs[1]!.Data!.ToFloats();
            _arguments.Add($"(float*)(weights + {Literal.Int(context.Weights.Add(PanelLength(node) * sizeof(float), () => WeightsBuilder.BytesOf(Packed(weights, node))))})");
        }
        else
        {
            Pass("panels", panels);
        }

        if (_op.Kind == RecurrentKind.Gru)
        {
            PassOptional("resetBias", 2);
        }

        PassOptional("lengths", 3);
        Pass("state", context.View(node.Inputs[4]!));
        if (_op.Kind == RecurrentKind.Lstm)
        {
            Pass("cell", context.View(node.Inputs[5]!));
            PassOptional("peepholes", 6);
        }

        string[] names = ["y", "lastState", "lastCell"];
        for (int i = 0; i < node.Outputs.Count; i++)
        {
            _arguments.Add(Write(names[i], context.View(node.Outputs[i])).Name);
        }

        void PassOptional(string name, int index)
        {
            if (node.Input(index) is { } value)
            {
                Pass(name, context.View(value));
            }
            else
            {
                _arguments.Add("null");
            }
        }
    }

    public override string Kernel => $"float {_op.Name.ToLowerInvariant()} {_hidden}{(_op.Directions.Count > 1 ? " times 2" : "")} steps {_steps}{(_items > 1 ? $" items {_items}" : "")}";

    public override long MultiplyAccumulates => Node.Inputs[1]!.Shape.Length * _steps * _items;

    public static IEnumerable<Layer> Create(Node node, PlanContext context)
    {
        if (node.Inputs[1]!.IsConstant)
        {
            return [new RecurrentLayer(node, context, null)];
        }

        View panels = context.Scratch(ElementType.Float32, PanelLength(node));
        return [new RecurrentPackLayer(node, context, panels), new RecurrentLayer(node, context, panels)];
    }

    public override void WriteBody(CodeWriter code)
    {
        for (int d = 0; d < _op.Directions.Count; d++)
        {
            string shape = _op.Directions.Count == 1 ? "shape" : "shape" + Literal.Int(d);
            RecurrentCode.WriteShape(code, shape, _steps, _items, _hidden, _op.Directions, d, _op.Clip, _op.InputForget);
            code.Line($"octavo::{_op.Kind}.Run<{RecurrentCode.Functions(_op.Directions[d])}>({string.Join(", ", _arguments)}, in {shape}, part, parts);");
        }
    }

    private static int PanelLength(Node node)
    {
        Shape weights = node.Inputs[1]!.Shape;
        int blocks = (weights[2] + WeightMatrix.PanelChannels - 1) / WeightMatrix.PanelChannels;
        return checked(weights[0] * ((Recurrent)node.Op).Gates * blocks * WeightMatrix.PanelChannels * weights[2]);
    }

    /// <summary>[direction][gate][unit][k] to [direction][unit / 16][k][gate][unit % 16].</summary>
    private static float[] Packed(float[] weights, Node node)
    {
        const int Width = WeightMatrix.PanelChannels;
        int gates = ((Recurrent)node.Op).Gates, hidden = node.Inputs[1]!.Shape[2], blocks = (hidden + Width - 1) / Width;
        float[] panels = new float[PanelLength(node)];
        for (int i = 0; i < weights.Length; i++)
        {
            int k = i % hidden, unit = i / hidden % hidden, gate = i / (hidden * hidden) % gates, direction = i / (hidden * hidden * gates);
            int panel = (direction * blocks) + (unit / Width);
            panels[(((((panel * hidden) + k) * gates) + gate) * Width) + (unit % Width)] = weights[i];
        }

        return panels;
    }

    private void Pass(string name, View view) => _arguments.Add(Read(name, view).Name);
}
