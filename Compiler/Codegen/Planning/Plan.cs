using System.Collections.Generic;
using Octavo.Compiler.Codegen.Weights;

namespace Octavo.Compiler.Codegen.Planning;

/// <summary>A planned network: layers in execution order, every tensor's place, the arena's size and the weights.</summary>
/// <param name="Graph">The lowered graph.</param>
/// <param name="Layers">The layers in execution order.</param>
/// <param name="Halos">Image storages whose halo must be filled before a layer: the layer's index and the storage.</param>
/// <param name="ArenaBytes">The arena's size.</param>
/// <param name="Weights">The weights blob's sections.</param>
internal sealed record Plan(
    Graph Graph, IReadOnlyList<Layer> Layers, IReadOnlyList<(int Layer, Storage Storage)> Halos, long ArenaBytes, WeightsBuilder Weights);
