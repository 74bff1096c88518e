global using AdvSimdEpilogue = Octavo.Runtime.LaneEpilogue<Octavo.Runtime.AdvSimdLanes, System.Runtime.Intrinsics.Vector128<int>, System.Runtime.Intrinsics.Vector128<float>>;
global using Avx2Epilogue = Octavo.Runtime.LaneEpilogue<Octavo.Runtime.Avx2Lanes, System.Runtime.Intrinsics.Vector256<int>, System.Runtime.Intrinsics.Vector256<float>>;
global using Avx512Epilogue = Octavo.Runtime.LaneEpilogue<Octavo.Runtime.Avx512Lanes, System.Runtime.Intrinsics.Vector512<int>, System.Runtime.Intrinsics.Vector512<float>>;
global using ScalarEpilogue = Octavo.Runtime.LaneEpilogue<Octavo.Runtime.ScalarLanes, int, float>;
global using Vector128Epilogue = Octavo.Runtime.LaneEpilogue<Octavo.Runtime.Vector128Lanes, System.Runtime.Intrinsics.Vector128<int>, System.Runtime.Intrinsics.Vector128<float>>;
