using System.Collections.Generic;
using Octavo.Compiler.Codegen.Weights;

namespace Octavo.Compiler.Codegen.Planning;

/// <summary>What a layer asks of the plan while it is made: where values lie, room for weights, and scratch memory.</summary>
internal sealed class PlanContext(WeightsBuilder weights)
{
    private readonly Dictionary<Value, View> _views = [];

    public WeightsBuilder Weights { get; } = weights;

    /// <summary>Where a value lies. A constant is put into the weights when it is first asked for.</summary>
    public View View(Value value)
    {
        if (!_views.TryGetValue(value, out View? view))
        {
            if (value.Data is not { } data)
            {
                throw new KeyNotFoundException($"'{value.Name}' has no place.");
            }

            long offset = Weights.Add(data.Bytes.Length, () => data.Bytes);
            view = Planning.View.Dense(new Storage(StorageKind.Weights, data.Element, data.Length) { Position = offset }, data.Shape);
            _views.Add(value, view);
        }

        return view;
    }

    public bool HasView(Value value) => _views.ContainsKey(value);

    public void Place(Value value, View view) => _views[value] = view;

    /// <summary>Arena memory that only one layer uses.</summary>
    public View Scratch(ElementType element, int length) =>
        Planning.View.Dense(new Storage(StorageKind.Arena, element, length), new Shape(length));
}
