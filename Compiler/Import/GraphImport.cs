using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Inputs;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Tensors;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Import;

/// <summary>
/// One pass over a model's nodes with given input shapes. A node that fails is noted in the log, and what depends on it is passed over, so that
/// one import finds all problems.
/// </summary>
internal sealed class GraphImport
{
    /// <summary>Functions that call each other without end are refused.</summary>
    private const int MaxDepth = 32;

    private readonly ModelFile _file;
    private readonly ProblemLog _problems;
    private readonly Graph _graph;
    private readonly TypeViews _views;
    private readonly ImportScope _scope;
    private readonly SequenceTable _sequences = new();
    private readonly FoundCounts _found = new();

    private GraphImport(ModelFile file, ProblemLog problems)
    {
        _file = file;
        _problems = problems;
        _graph = new Graph(file.Model.Graph.Name);
        _views = new TypeViews(_graph);
        _scope = new ImportScope(null, file.Used, file.Opset, depth: 0);
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
            _scope.Set(input.Name, value);
        }

        Import(_file.Nodes, _scope);
        foreach (OnnxValueInfo output in _file.Model.Graph.Outputs)
        {
            if (_scope.HasFailed(output.Name))
            {
                continue;
            }

            Value value = Resolve(output.Name, _scope);
            if (_sequences.Find(value) is not null)
            {
                _problems.Error(ProblemKind.UnsupportedType, $"The output {Printable.Quote(output.Name)} is a sequence of tensors; Octavo publishes tensors only.");
            }
            else
            {
                // ONNX publishes codes; a quantization that they carry is for readers inside the graph.
                _graph.Outputs.Add(new GraphOutput(output.Name, value));
            }
        }

        foreach (IGrouping<Value, GraphOutput> outputs in _graph.Outputs.Where(o => _found.CountOf(o.Value) is not null).GroupBy(o => _found.CountOf(o.Value)!).ToList())
        {
            _graph.Outputs.Add(new GraphOutput(outputs.First().Name + "_count", outputs.Key));
        }

        _graph.RemoveDeadNodes();
        return _graph;
    }

    private void Import(IReadOnlyList<OnnxNode> nodes, ImportScope scope)
    {
        foreach (OnnxNode node in nodes)
        {
            if (!TryImport(node, scope))
            {
                scope.Fail(node.Outputs);
            }
        }
    }

    /// <summary>Imports a graph that is inside a node and returns its outputs.</summary>
    /// <param name="inputs">What the graph's inputs are.</param>
    /// <param name="outer">The scope that the graph sees; null for a function's.</param>
    /// <exception cref="NestedImportException">A node of the graph failed; the log says why.</exception>
    private IReadOnlyList<Value> Import(OnnxGraph graph, IReadOnlyList<Value?> inputs, ImportScope? outer, Func<string, int> opset, int depth)
    {
        var used = new HashSet<string>(graph.Nodes.SelectMany(n => n.Inputs.Concat(n.Captured)).Concat(graph.Outputs.Select(o => o.Name)), StringComparer.Ordinal);
        var scope = new ImportScope(outer, used, opset, depth);
        foreach (OnnxTensor initializer in graph.Initializers)
        {
            scope.Set(initializer.Name, new Value(initializer.Name, TensorContents.Read(initializer, _file.External)));
        }

        foreach ((OnnxValueInfo input, Value? value) in graph.Inputs.Zip(inputs, (i, v) => (i, v)))
        {
            if (value is not null)
            {
                scope.Set(input.Name, value);
            }
        }

        Import(graph.Nodes, scope);
        return graph.Outputs.Any(o => scope.HasFailed(o.Name)) ? throw new NestedImportException() : graph.Outputs.Select(o => Resolve(o.Name, scope)).ToList();
    }

    private bool TryImport(OnnxNode node, ImportScope scope)
    {
        if (node.Inputs.Concat(node.Captured).Any(scope.HasFailed))
        {
            return false;
        }

        OnnxFunction? function = _file.Function(node.Domain, node.OpType);
        OperatorEntry? entry = OperatorTable.Find(node.Domain, node.OpType);
        int opset = scope.Opset(node.Domain);
        if (function is null && OperatorScan.Reason(node.Domain, node.OpType, opset) is { } reason)
        {
            // The scan has told about the nodes of the model's own graph.
            if (scope.Depth > 0)
            {
                _problems.Error(node, ProblemKind.UnsupportedOperator, $"the operator is not supported: {reason}");
            }

            return false;
        }

        try
        {
            var operands = node.Inputs.Select(name => name.Length == 0 ? null : Resolve(name, scope)).ToList();
            var context = new NodeContext(node, function is null ? entry!.Form ?? opset : opset, operands, _graph, _views, _file.External)
            {
                Sequences = _sequences,
                Found = _found,
                Inline = (graph, inputs) => Import(graph, inputs, scope, scope.Opset, scope.Depth + 1),
            };
            if (scope.Depth > MaxDepth)
            {
                throw context.Unsupported("graphs and functions inside each other are nested too deeply.");
            }

            if (node.OpType is "Shape" or "Size" && operands.Any(o => o is not null && _found.CountOf(o) is not null))
            {
                throw FoundCounts.Lost(context);
            }

            int before = _graph.Nodes.Count;
            LegacyForms.Adapt(context, operands);
            Publish(context, function is null ? entry!.Import(context) : Call(function, node, operands, scope), scope, function is not null);
            _found.Follow(context, _graph.Nodes.Skip(before));
            return true;
        }
        catch (NestedImportException)
        {
            return false;
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

    private IReadOnlyList<Value> Call(OnnxFunction function, OnnxNode node, IReadOnlyList<Value?> operands, ImportScope scope) => Import(
        LocalFunctions.Instantiate(function, node),
        operands,
        null,
        domain => ModelFile.Opset(function.Opsets.Count > 0 ? function.Opsets : _file.Model.Opsets, domain),
        scope.Depth + 1);

    private static void Publish(NodeContext context, IReadOnlyList<Value> results, ImportScope scope, bool isCall)
    {
        OnnxNode node = context.Onnx;
        if (!isCall && context.Attributes.Unread.FirstOrDefault() is { } attribute)
        {
            throw context.Unsupported($"its attribute {Printable.Quote(attribute)} is not supported.");
        }

        for (int i = 0; i < node.Outputs.Count; i++)
        {
            string name = node.Outputs[i];
            if (i < results.Count && name.Length > 0)
            {
                scope.Set(name, results[i]);
                if (context.Created(results[i]))
                {
                    results[i].Name = name;
                }
            }
            else if (scope.IsUsed(name))
            {
                throw context.Unsupported($"its output {i} ({Printable.Quote(name)}) is not supported.");
            }
        }
    }

    /// <summary>A value by name; initializers become constants when first read.</summary>
    private Value Resolve(string name, ImportScope scope)
    {
        if (scope.Find(name) is { } known)
        {
            return known;
        }

        if (!_file.HasInitializer(name))
        {
            throw new InvalidOperationException($"{Printable.Quote(name)} has not been computed");
        }

        var value = new Value(name, _file.Initializer(name));
        _scope.Set(name, value);
        return value;
    }

    /// <summary>Ends the import of a node whose graph failed.</summary>
    private sealed class NestedImportException : Exception
    {
    }
}
