using System.Collections.Generic;
using Octavo.Compiler.Codegen.Geometry;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Weights;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>An LSTM with a dynamically quantized state, one call of its kernel per direction.</summary>
internal sealed class DynamicLstmLayer : Layer
{
    private readonly DynamicLstm _op;
    private readonly int _steps;
    private readonly int _items;
    private readonly int _hidden;
    private readonly string _arguments;
    private readonly List<Product> _products = [];

    public DynamicLstmLayer(Node node, PlanContext context)
        : base(node)
    {
        _op = (DynamicLstm)node.Op;
        (_steps, _items, _hidden) = (node.X.Shape[0], node.X.Shape[1], node.Inputs[1]!.Shape[0]);
        int directions = _op.Directions.Count, row = (_hidden + 15) / 16 * 16;
        string[] operands =
        [
            Optional("lengths", 3), Optional("state", 4), Optional("cell", 5), Optional("bias", 6), Optional("peepholes", 7),
            Write("workspace", context.Scratch(ElementType.UInt8, checked(directions * _items * ((5 * row) + (4 * DynamicLstm.Gates * _hidden))))).Name,
            Write("y", context.View(node.Outputs[0])).Name,
            Write("lastState", context.View(node.Outputs[1])).Name,
            Write("lastCell", context.View(node.Outputs[2])).Name,
        ];
        Read("x", context.View(node.X));
        _arguments = string.Join(", ", operands);
        long segments = context.Weights.Add(new int[1]);
        for (int d = 0; d < directions; d++)
        {
            WeightMatrix matrix = WeightMatrix.OfProduct(node.Inputs[1 + d]!);
            var shape = new DenseShape(_items, _hidden, matrix.Channels, WeightPanels.PanelBlockOf(matrix), segments) { RowStride = row };
            _products.Add(new Product(shape, context.Weights.Add(matrix.PackedLength, matrix.Pack), matrix.PairsFitInt16(), EpilogueCode.ForStates(context, matrix)));
        }

        string Optional(string name, int index) => node.Input(index) is { } value ? Read(name, context.View(value)).Name : "null";
    }

    public override string Kernel => $"lstm {_hidden}{(_op.Directions.Count > 1 ? " times 2" : "")} steps {_steps}{(_items > 1 ? $" items {_items}" : "")}";

    public override long MultiplyAccumulates => (long)_op.Directions.Count * DynamicLstm.Gates * _hidden * _hidden * _steps * _items;

    public override void WriteBody(CodeWriter code)
    {
        for (int d = 0; d < _products.Count; d++)
        {
            if (_products.Count == 1)
            {
                Write(code, d);
                return;
            }

            using (code.Block(""))
            {
                Write(code, d);
            }
        }
    }

    private void Write(CodeWriter code, int direction)
    {
        Product product = _products[direction];
        RecurrentCode.WriteShape(code, "shape", _steps, _items, _hidden, _op.Directions, direction, _op.Clip, _op.InputForget, _op.KeepsEnded ? "KeepsEnded = true," : null);
        product.Shape.Write(code, product.PairsFit, "product");
        product.Epilogue.Write(code);
        code.Line($"octavo::DynamicLstm.Run<{RecurrentCode.Functions(_op.Directions[direction])}>(x, (sbyte*)(weights + {Literal.Int(product.Weights)}), {_arguments}, in shape, in product, in epilogue, part, parts);");
    }

    private sealed record Product(DenseShape Shape, long Weights, bool PairsFit, EpilogueCode Epilogue);
}
