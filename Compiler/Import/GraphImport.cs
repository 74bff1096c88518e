using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Import;

/// <summary>
/// One pass over a model's nodes with given input shapes. A node that fails is noted in the log, and what depends on it is passed over, so that
/// one import finds all problems.
/// </summary>
internal sealed class GraphImport
{
    private readonly ModelFile _file;
    private readonly ProblemLog _problems;
    private readonly Graph _graph;
    private readonly TypeViews _views;
    private readonly Dictionary<string, Value> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);

    private GraphImport(ModelFile file, ProblemLog problems)
    {
        _file = file;
        _problems = problems;
        _graph = new Graph(file.Model.Graph.Name);
        _views = new TypeViews(_graph);
    }

    /// <param name="batch">The size of the first dimension of inputs that leave it open.</param>
    public static Graph Run(ModelFile file, IReadOnlyList<GraphInput> inputs, int batch, ProblemLog problems) =>
        new GraphImport(file, problems).Run(inputs, batch);

    private Graph Run(IReadOnlyList<GraphInput> inputs, int batch)
    {
        foreach (GraphInput input in inputs)
        {
            var value = new Value(input.Name, new TensorType(input.Element, input.HasBatch ? input.Shape.With(0, batch) : input.Shape));
            _graph.Inputs.Add(value);
            _values[input.Name] = value;
        }

        foreach (OnnxNode node in _file.Nodes)
        {
            if (!TryImport(node))
            {
                _failed.UnionWith(node.Outputs);
            }
        }

        foreach (OnnxValueInfo output in _file.Model.Graph.Outputs)
        {
            if (!_failed.Contains(output.Name) && Resolve(output.Name) is { } value)
            {
                // ONNX publishes codes; a quantization that they carry is for readers inside the graph.
                _graph.Outputs.Add(new GraphOutput(output.Name, value));
            }
        }

        _graph.RemoveDeadNodes();
        return _graph;
    }

    private bool TryImport(OnnxNode node)
    {
        OperatorEntry? entry = OperatorTable.Find(node.Domain, node.OpType);
        int opset = _file.Opset(node.Domain);
        if (entry is null || opset < entry.Since || opset > entry.Until || node.Inputs.Any(_failed.Contains))
        {
            return false;
        }

        try
        {
            var operands = node.Inputs.Select(name => name.Length == 0 ? null : Resolve(name)).ToList();
            var context = new NodeContext(node, opset, operands, _graph, _views, _file.External);
            Publish(context, entry.Import(context));
            return true;
        }
        catch (ImportException exception) when (exception.Kind == ProblemKind.MissingExternalData)
        {
            // It concerns the file, whichever node reads it first.
            _problems.Error(exception.Kind, exception.Message);
        }
        catch (ImportException exception)
        {
            _problems.Error(node, exception.Kind, exception.Message, exception.OpenInput);
        }
        catch (ShapeException exception)
        {
            _problems.Error(node, ProblemKind.InvalidGraph, $"its operands do not fit: {exception.Message}.");
        }
        catch (Exception exception) when (exception is ArithmeticException or ArgumentException or InvalidOperationException
            or IndexOutOfRangeException or NotSupportedException or InvalidCastException or OutOfMemoryException)
        {
            _problems.Error(node, ProblemKind.InvalidGraph, $"its operands or attributes are out of range ({exception.Message}).");
        }

        return false;
    }

    private void Publish(NodeContext context, IReadOnlyList<Value> results)
    {
        OnnxNode node = context.Onnx;
        if (context.Attributes.Unread.FirstOrDefault() is { } attribute)
        {
            throw context.Unsupported($"its attribute {Printable.Quote(attribute)} is not supported.");
        }

        for (int i = 0; i < node.Outputs.Count; i++)
        {
            string name = node.Outputs[i];
            if (i < results.Count && name.Length > 0)
            {
                _values[name] = results[i];
                if (context.Created(results[i]))
                {
                    results[i].Name = name;
                }
            }
            else if (_file.Used.Contains(name))
            {
                throw context.Unsupported($"its output {i} ({Printable.Quote(name)}) is not supported.");
            }
        }
    }

    /// <summary>A value by name; initializers become constants when first read.</summary>
    private Value Resolve(string name)
    {
        if (!_values.TryGetValue(name, out Value? value))
        {
            if (!_file.HasInitializer(name))
            {
                throw new InvalidOperationException($"{Printable.Quote(name)} has not been computed");
            }

            _values[name] = value = new Value(name, _file.Initializer(name));
        }

        return value;
    }
}
