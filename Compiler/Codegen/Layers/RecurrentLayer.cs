using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Weights;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>The recurrent part of an RNN, GRU or LSTM, one call of its kernel per direction.</summary>
internal sealed class RecurrentLayer : Layer
{
    /// <summary>Weights of a step from which on two threads gain more by halving them than they lose by meeting.</summary>
    private const int WeightsToShare = 1 << 15;

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
            FloatWeights[] weights = [.. Enumerable.Range(0, _op.Directions.Count).Select(d => FloatWeights.OfRows(node.Inputs[1]!, d))];
            long panelsOffset = context.Weights.Add(PanelLength(node) * sizeof(float), () => [.. weights.SelectMany(w => w.Pack())]);
            _arguments.Add($"(float*)(weights + {Literal.Int(panelsOffset)})");
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

        int sums = (_op.Gates * _hidden) + 15;
        _arguments.Add(Write("workspace", context.Scratch(ElementType.Float32, checked(_op.Directions.Count * _items * (sums - (sums % 16))))).Name);
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

    public override bool NeedsTeam => _hidden % WeightMatrix.PanelChannels == 0 && (long)_op.Gates * _hidden * _hidden >= WeightsToShare;

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
            code.Line($"octavo::{_op.Kind}.Run<{RecurrentCode.Functions(_op.Directions[d])}>({string.Join(", ", _arguments)}, in {shape}, {(NeedsTeam ? "team" : "null")}, part, parts);");
        }
    }

    private static int PanelLength(Node node)
    {
        Shape weights = node.Inputs[1]!.Shape;
        return checked(weights[0] * FloatWeights.OfRows(node.Inputs[1]!, 0).PackedLength);
    }

    private void Pass(string name, View view) => _arguments.Add(Read(name, view).Name);
}
