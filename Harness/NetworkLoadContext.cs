using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace Octavo.Harness;

/// <summary>Holds one compiled network; its Octavo.Runtime is the process's own, or the given copy.</summary>
internal sealed class NetworkLoadContext(Assembly? runtime, bool collectible) : AssemblyLoadContext("Octavo network", collectible)
{
    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name == RuntimeCopy.AssemblyName ? runtime : null;

    public Assembly Load(byte[] image) => LoadFromStream(new MemoryStream(image));
}
